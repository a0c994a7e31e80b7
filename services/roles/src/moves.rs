//! The move service: chooses what a role does next.

use dropspec::Error;

use api::types::{Choice, Move, Role};
use api::{Api, ChooseMove200Body, ChooseMoveAccept, ChooseMoveRequest, ChooseMoveResponse};

/// The move service.
#[derive(Debug)]
pub struct MoveService;

/// The code generated from `documents/move.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/move/api.rs"));
}

dropspec_app::service! {
    service: MoveService,
    document: api,
    name: "move",
    about: "Chooses what a role does next.",
    port: 5004,
}

impl Api for MoveService {
    async fn choose_move(&self, request: ChooseMoveRequest) -> Result<ChooseMoveResponse, Error> {
        let moves = moves(request.body.role);
        let chosen = moves[fastrand::usize(..moves.len())];
        Ok(ChooseMoveResponse::Ok(match request.accept {
            ChooseMoveAccept::Text => ChooseMove200Body::Text(chosen),
            ChooseMoveAccept::Json => ChooseMove200Body::Json(Choice { move_: chosen }),
        }))
    }
}

/// The moves that suit a role.
fn moves(role: Role) -> &'static [Move] {
    match role {
        Role::Hero => &[Move::Attack, Move::Defend, Move::Charge],
        Role::DragonRider => &[Move::Attack, Move::Charge],
        Role::Knight => &[Move::Attack, Move::Defend, Move::Charge],
        Role::Healer => &[Move::Heal, Move::Defend],
        Role::DemonKing => &[Move::Attack, Move::Cast, Move::Taunt],
        Role::RoyalJester => &[Move::Charm, Move::Taunt, Move::Flee],
        Role::Thief => &[Move::Steal, Move::Flee],
        Role::Assassin => &[Move::Ambush, Move::Attack],
        Role::Mage => &[Move::Cast, Move::Defend],
        Role::MetalSlime => &[Move::Flee, Move::Defend],
    }
}
