//! The stat service: knows the points of each role.

use dropspec::Error;

use api::types::{Role, Stat};
use api::{Api, GetStat200Body, GetStatAccept, GetStatRequest, GetStatRequestBody, GetStatResponse};

/// The stat service.
#[derive(Debug)]
pub struct StatService;

/// The code generated from `documents/stat.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/stat/api.rs"));
}

dropspec_app::service! {
    service: StatService,
    document: api,
    name: "stat",
    about: "Knows the points of each role.",
    port: 5002,
}

impl Api for StatService {
    async fn get_stat(&self, request: GetStatRequest) -> Result<GetStatResponse, Error> {
        let role = match request.body {
            GetStatRequestBody::Text(role) => role,
            GetStatRequestBody::Json(name) => name.role,
        };
        let stat = stat(role);
        Ok(GetStatResponse::Ok(match request.accept {
            GetStatAccept::Text => GetStat200Body::Text(stat.stat),
            GetStatAccept::Json => GetStat200Body::Json(stat),
        }))
    }
}

/// The points of a role.
#[must_use]
pub fn stat(role: Role) -> Stat {
    let (hp, mp) = match role {
        Role::Hero => (1200, 500),
        Role::DragonRider => (1500, 200),
        Role::Knight => (2000, 100),
        Role::Healer => (600, 1000),
        Role::DemonKing => (10_000, 5000),
        Role::RoyalJester => (100, 1),
        Role::Thief => (800, 250),
        Role::Assassin => (1000, 300),
        Role::Mage => (300, 3000),
        Role::MetalSlime => (5000, 0),
    };
    Stat { hp, mp, stat: format!("HP: {} MP: {}", grouped(hp), grouped(mp)) }
}

/// A number, from 10,000 on with a comma before its last three digits.
fn grouped(number: i32) -> String {
    if number < 10_000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}
