//! The front end: a page that shows the users of the back end and has it generate new ones.

use askama::Template;
use dropspec::upstream::{Upstream, UpstreamConfig};
use dropspec::{Content, Error, ProblemPages, ProblemView};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::client::types::User;
use crate::client::{self, Client, GenerateUsers, ListUsers};
use api::{
    Api, GenerateUsersRequest, GenerateUsersResponse, GetStyleRequest, GetStyleResponse, ShowUsersRequest,
    ShowUsersResponse,
};

/// The code generated from `documents/frontend.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/frontend/api.rs"));
}

/// The maximum number of users on a page.
const PAGE_SIZE: i32 = 500;

/// The front end.
#[derive(Debug)]
pub struct Frontend {
    backend: Client,
    upstreams: [Upstream; 1],
}

dropspec_app::service! {
    service: Frontend,
    document: api,
    name: "frontend",
    about: "The front end: a page that shows the users of the back end and has it generate new ones.",
    port: 5000,
    problem_pages: ProblemPages(|view| Page { failure: Some(view), ..Page::default() }.render().ok()),
    upstreams: [UpstreamConfig::new("backend", "http://127.0.0.1:5001")],
    build: Self::new,
}

impl Frontend {
    fn new(upstreams: [Upstream; 1]) -> Self {
        Self { backend: upstreams[0].client(), upstreams }
    }
}

/// The page: users, or a failure.
#[derive(Default, Template)]
#[template(path = "page.html")]
struct Page<'p> {
    users: Vec<User>,
    /// The number of these users and those on later pages.
    total: i64,
    after: Option<String>,
    created: Vec<String>,
    failure: Option<&'p ProblemView<'p>>,
}

impl Api for Frontend {
    async fn show_users(&self, request: ShowUsersRequest) -> Result<ShowUsersResponse, Error> {
        let ShowUsersRequest { after, created } = request;
        let query = ListUsers { limit: Some(PAGE_SIZE), user_name_gt: after.clone(), count: Some(true) };
        let client::ListUsersResponse::Ok { body: users, x_total_count } = self.backend.list_users(&query).await?;
        let total = x_total_count.unwrap_or_default();
        let page = Page { users, total, after, created: created.unwrap_or_default(), failure: None };
        Ok(ShowUsersResponse::Ok(Content::page(page.render().map_err(Error::internal)?)))
    }

    async fn generate_users(&self, request: GenerateUsersRequest) -> Result<GenerateUsersResponse, Error> {
        let count = Some(request.body.count);
        let client::GenerateUsersResponse::Created(users) =
            self.backend.generate_users(&GenerateUsers { count }).await?;
        let created = users.iter().map(|user| utf8_percent_encode(&user.user_name, NON_ALPHANUMERIC));
        let query: Vec<String> = created.map(|name| format!("created={name}")).collect();
        Ok(GenerateUsersResponse::SeeOther { location: format!("./?{}", query.join("&")) })
    }

    async fn get_style(&self, _: GetStyleRequest) -> Result<GetStyleResponse, Error> {
        let body = include_str!("../templates/style.css").to_owned();
        Ok(GetStyleResponse::Ok { body, cache_control: "max-age=600".to_owned() })
    }
}
