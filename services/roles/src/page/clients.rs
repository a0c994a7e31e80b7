//! Clients of the services that the page asks, generated from their documents.

use std::time::Duration;

use dropspec::upstream::{Upstream, UpstreamConfig};
use dropspec::{Error, UpstreamError, UpstreamFailure};

use moves::types::Move;
use role::types::Role;
use stat::types::Stat;

/// The client of the description service.
pub mod description {
    include!(concat!(env!("OUT_DIR"), "/description/client.rs"));
}

/// The client of the move service.
pub mod moves {
    include!(concat!(env!("OUT_DIR"), "/move/client.rs"));
}

/// The client of the role service.
pub mod role {
    include!(concat!(env!("OUT_DIR"), "/role/client.rs"));
}

/// The client of the stat service.
pub mod stat {
    include!(concat!(env!("OUT_DIR"), "/stat/client.rs"));
}

/// The longest time of a call. The page makes up to three, one after the other.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The services that the page asks. It is ready without any of them, as it shows what the others respond.
pub(super) const UPSTREAMS: [UpstreamConfig; 4] = [
    UpstreamConfig::new("role", "http://127.0.0.1:5001").with_timeout(TIMEOUT),
    UpstreamConfig::new("stat", "http://127.0.0.1:5002").with_timeout(TIMEOUT),
    UpstreamConfig::new("description", "http://127.0.0.1:5003").with_timeout(TIMEOUT),
    UpstreamConfig::new("move", "http://127.0.0.1:5004").with_timeout(TIMEOUT),
];

/// Clients of the services that the page asks.
#[derive(Debug)]
pub(super) struct Clients {
    role: role::Client,
    stat: stat::Client,
    description: description::Client,
    moves: moves::Client,
}

impl Clients {
    /// The clients of these services, which are in the order of their declarations.
    pub(super) fn of([role, stat, description, moves]: &[Upstream; 4]) -> Self {
        Self { role: role.client(), stat: stat.client(), description: description.client(), moves: moves.client() }
    }

    /// A random role.
    pub(super) async fn role(&self) -> Result<Role, Error> {
        use role::{GetRole, GetRole200Body, GetRoleAccept, GetRoleResponse};
        let accept = Some(GetRoleAccept::Json);
        match self.role.get_role(&GetRole { accept }).await? {
            GetRoleResponse::Ok { body: GetRole200Body::Json(name), .. } => Ok(name.role),
            GetRoleResponse::Ok { .. } => Err(no_json("role")),
        }
    }

    /// The points of a role.
    pub(super) async fn stat(&self, role: Role) -> Result<Stat, Error> {
        use stat::{GetStat, GetStat200Body, GetStatAccept, GetStatBody, GetStatResponse};
        let (accept, body) = (Some(GetStatAccept::Json), GetStatBody::Text(role.to_string()));
        match self.stat.get_stat(&GetStat { accept }, body).await? {
            GetStatResponse::Ok(GetStat200Body::Json(stat)) => Ok(stat),
            GetStatResponse::Ok(_) => Err(no_json("stat")),
        }
    }

    /// The story of a role.
    pub(super) async fn story(&self, role: Role, stat: Option<&Stat>) -> Result<String, Error> {
        use description::{Describe, Describe200Body, DescribeAccept, DescribeBody, DescribeResponse, types::Pair};
        let role = role.to_string().parse().map_err(Error::internal)?;
        let pair = Pair { role, stat: stat.map(|stat| stat.stat.clone()) };
        let accept = Some(DescribeAccept::Json);
        match self.description.describe(&Describe { accept }, DescribeBody::Json(pair)).await? {
            DescribeResponse::Ok(Describe200Body::Json(story)) => Ok(story.description),
            DescribeResponse::Ok(_) => Err(no_json("description")),
        }
    }

    /// What a role does next.
    pub(super) async fn next_move(&self, role: Role) -> Result<Move, Error> {
        use moves::{ChooseMove, ChooseMove200Body, ChooseMoveAccept, ChooseMoveResponse, types::RoleName};
        let role = role.to_string().parse().map_err(Error::internal)?;
        let accept = Some(ChooseMoveAccept::Json);
        match self.moves.choose_move(&ChooseMove { accept }, RoleName { role }).await? {
            ChooseMoveResponse::Ok(ChooseMove200Body::Json(choice)) => Ok(choice.move_),
            ChooseMoveResponse::Ok(_) => Err(no_json("move")),
        }
    }
}

/// The error of a response in another media type than the requested one.
fn no_json(upstream: &'static str) -> Error {
    UpstreamError { upstream, failure: UpstreamFailure::InvalidResponse, cause: "not the requested media type".into() }
        .into()
}
