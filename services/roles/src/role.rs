//! The role service: chooses a role.

use dropspec::Error;
use dropspec::schema::StringEnum as _;

use api::types::{GetRole200HeaderCacheControl, Role, RoleName};
use api::{Api, GetRole200Body, GetRoleAccept, GetRoleRequest, GetRoleResponse};

/// The role service.
#[derive(Debug)]
pub struct RoleService;

/// The code generated from `documents/role.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/role/api.rs"));
}

dropspec_app::service! {
    service: RoleService,
    document: api,
    name: "role",
    about: "Chooses a role of the game.",
    port: 5001,
}

impl Api for RoleService {
    async fn get_role(&self, request: GetRoleRequest) -> Result<GetRoleResponse, Error> {
        let role = Role::VARIANTS[fastrand::usize(..Role::VARIANTS.len())];
        let body = match request.accept {
            GetRoleAccept::Text => GetRole200Body::Text(role),
            GetRoleAccept::Json => GetRole200Body::Json(RoleName { role }),
        };
        Ok(GetRoleResponse::Ok { body, cache_control: GetRole200HeaderCacheControl::NoStore })
    }
}
