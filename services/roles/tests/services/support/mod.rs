//! Running services, and requests to them.

mod fake;
mod family;
mod server;

pub(crate) use fake::{Fake, FakeServer};
pub(crate) use family::{Family, PAGE, Shown};
pub(crate) use server::{TestServer, problem, respond};

/// The roles with their points, as the game has them.
pub(crate) const ROLES: [(&str, &str); 10] = [
    ("Hero", "HP: 1200 MP: 500"),
    ("Dragon Rider", "HP: 1500 MP: 200"),
    ("Knight", "HP: 2000 MP: 100"),
    ("Healer", "HP: 600 MP: 1000"),
    ("Demon King", "HP: 10,000 MP: 5000"),
    ("Royal Jester", "HP: 100 MP: 1"),
    ("Thief", "HP: 800 MP: 250"),
    ("Assassin", "HP: 1000 MP: 300"),
    ("Mage", "HP: 300 MP: 3000"),
    ("Metal Slime", "HP: 5000 MP: 0"),
];
