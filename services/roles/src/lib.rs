//! A page that shows a random role of a game, and the four services that it asks.

pub mod description;
pub mod moves;
pub mod page;
pub mod role;
pub mod stat;
