//! The page service: asks the other four services, and shows what they respond.

pub mod clients;
mod scene;

use askama::Template;
use dropspec::upstream::Upstream;
use dropspec::{Content, Error};

use api::types::GetStyle200HeaderCacheControl as CacheControl;
use api::{
    Api, GetStyleRequest, GetStyleResponse, ShowRoleRequest, ShowRoleResponse, ShowStartRequest, ShowStartResponse,
};
use clients::role::types::Role;
use clients::{Clients, UPSTREAMS};
use scene::Scene;

/// The code generated from `documents/page.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/page/api.rs"));
}

/// The page service.
#[derive(Debug)]
pub struct PageService {
    upstreams: [Upstream; 4],
    clients: Clients,
}

dropspec_app::service! {
    service: PageService,
    document: api,
    name: "page",
    about: "Shows a random role with its points and its story.",
    port: 5000,
    upstreams: UPSTREAMS,
    build: Self::new,
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
    fn new(upstreams: [Upstream; 4]) -> Self {
        Self { clients: Clients::of(&upstreams), upstreams }
    }

    /// The page for a visitor, and whether nothing is missing from it.
    async fn page(&self, name: Option<String>, root: &str) -> Result<(Content, bool), Error> {
        let scene = Scene::ask(&self.clients).await;
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
