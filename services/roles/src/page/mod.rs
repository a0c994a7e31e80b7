//! The page service: asks the other four services, and shows what they respond.

pub mod clients;
mod scene;

use askama::Template;
use dropspec::health::{Dependency, Readiness};
use dropspec::upstream::dependencies;
use dropspec::{Content, Error};

use api::types::GetStyle200HeaderCacheControl as CacheControl;
use api::{
    Api, GetStyleRequest, GetStyleResponse, ShowRoleRequest, ShowRoleResponse, ShowStartRequest, ShowStartResponse,
};
use clients::Clients;
use clients::role::types::Role;
use scene::Scene;

use crate::service::service;

/// The code generated from `documents/page.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/page/api.rs"));
}

/// The page service.
#[derive(Debug)]
pub struct PageService(Clients);

service!(
    PageService,
    "page",
    5000,
    "Shows a random role with its points, its story and its next move.",
    Clients,
    PageService
);

/// The page is ready without the other services, as it shows what it has.
impl Readiness for PageService {
    async fn dependencies(&self) -> Vec<Dependency> {
        dependencies(&self.0.upstreams).await
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'p> {
    scene: &'p Scene,
    name: Option<&'p str>,
    /// The way from the path of the page to that of the service.
    root: &'p str,
}

impl PageService {
    /// The page for a visitor, and whether nothing is missing from it.
    async fn page(&self, name: Option<String>, root: &str) -> Result<(Content, bool), Error> {
        let scene = Scene::ask(&self.0).await;
        let name = name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let page = Page { scene: &scene, name, root }.render().map_err(Error::internal)?;
        Ok((Content::page(page), scene.is_whole()))
    }
}

impl Api for PageService {
    async fn show_start(&self, request: ShowStartRequest) -> Result<ShowStartResponse, Error> {
        let (page, is_whole) = self.page(request.name, "").await?;
        Ok(if is_whole { ShowStartResponse::Ok(page) } else { ShowStartResponse::ServiceUnavailable(page) })
    }

    async fn show_role(&self, request: ShowRoleRequest) -> Result<ShowRoleResponse, Error> {
        let (page, is_whole) = self.page(request.name, "../../").await?;
        Ok(if is_whole { ShowRoleResponse::Ok(page) } else { ShowRoleResponse::ServiceUnavailable(page) })
    }

    async fn get_style(&self, _: GetStyleRequest) -> Result<GetStyleResponse, Error> {
        let body = include_str!("../../templates/page.css").to_owned();
        Ok(GetStyleResponse::Ok { body, cache_control: CacheControl::MaxAge3600 })
    }
}
