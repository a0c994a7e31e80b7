//! The description service: tells the story of each role.

use dropspec::{Error, Problem};
use http::StatusCode;

use api::types::{Description, Pair, Role};
use api::{Api, Describe200Body, DescribeAccept, DescribeRequest, DescribeRequestBody, DescribeResponse};

use crate::stat::stat;

/// The description service.
#[derive(Debug)]
pub struct DescriptionService;

/// The code generated from `documents/description.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/description/api.rs"));
}

dropspec_app::service! {
    service: DescriptionService,
    document: api,
    name: "description",
    about: "Tells the story of each role.",
    port: 5003,
}

impl Api for DescriptionService {
    async fn describe(&self, request: DescribeRequest) -> Result<DescribeResponse, Error> {
        let Pair { role, stat: given } = match request.body {
            DescribeRequestBody::Json(pair) => pair,
            DescribeRequestBody::Text(text) => read_pair(&text)?,
        };
        // Both documents have the same roles.
        let own = stat(role.to_string().parse().map_err(Error::internal)?).stat;
        if let Some(given) = given.filter(|given| *given != own) {
            let problem = Problem::new(format!("not the stat of {role}: {given}"));
            return Ok(DescribeResponse::UnprocessableEntity(problem));
        }
        let story = story(role).trim_end().to_owned();
        Ok(DescribeResponse::Ok(match request.accept {
            DescribeAccept::Text => Describe200Body::Text(story),
            DescribeAccept::Json => Describe200Body::Json(Description { description: story }),
        }))
    }
}

/// Reads `role,stat`. The stat may have commas itself.
fn read_pair(text: &str) -> Result<Pair, Error> {
    let invalid = |detail| Error::rejection(StatusCode::BAD_REQUEST, Problem::new(detail));
    let (role, stat) = text.split_once(',').ok_or_else(|| invalid("no comma after the role".to_owned()))?;
    let role = role.parse().map_err(|_| invalid(format!("unknown role: {role}")))?;
    Ok(Pair { role, stat: Some(stat.to_owned()) })
}

/// The story of a role.
fn story(role: Role) -> &'static str {
    match role {
        Role::Hero => include_str!("../stories/hero.txt"),
        Role::DragonRider => include_str!("../stories/dragon-rider.txt"),
        Role::Knight => include_str!("../stories/knight.txt"),
        Role::Healer => include_str!("../stories/healer.txt"),
        Role::DemonKing => include_str!("../stories/demon-king.txt"),
        Role::RoyalJester => include_str!("../stories/royal-jester.txt"),
        Role::Thief => include_str!("../stories/thief.txt"),
        Role::Assassin => include_str!("../stories/assassin.txt"),
        Role::Mage => include_str!("../stories/mage.txt"),
        Role::MetalSlime => include_str!("../stories/metal-slime.txt"),
    }
}
