//! All five services, or some of them with others in place of the rest.

use dropspec::config::Environment;
use dropspec_app::{App, AppConfig as _};
use roles::description::DescriptionService;
use roles::moves::MoveService;
use roles::page::PageService;
use roles::role::RoleService;
use roles::stat::StatService;

use super::server::{TestServer, respond};

/// The path of the page.
pub(crate) const PAGE: &str = "/rpgrole/stat/desc";

/// The five services.
pub(crate) struct Family {
    pub(crate) page: TestServer<PageService>,
    _role: TestServer<RoleService>,
    _stat: TestServer<StatService>,
    _description: TestServer<DescriptionService>,
    _move: TestServer<MoveService>,
}

impl Family {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts the services. These variables configure the page; one that is the URL of a service takes the place of that service.
    pub(crate) async fn start_with(variables: &[(&str, &str)]) -> Self {
        let (role, stat) = (TestServer::start(RoleService), TestServer::start(StatService));
        let (description, moves) = (TestServer::start(DescriptionService), TestServer::start(MoveService));
        let urls = [
            ("ROLE_URL", role.url()),
            ("STAT_URL", stat.url()),
            ("DESCRIPTION_URL", description.url()),
            ("MOVE_URL", moves.url()),
        ];
        let pairs: Vec<_> = urls.into_iter().chain(variables.iter().copied()).collect();
        let mut environment = Environment::of("PAGE", &pairs);
        let upstreams = <PageService as App>::Config::read(&mut environment);
        environment.finish().unwrap();
        let page = TestServer::start(PageService::build(upstreams, ()).await.unwrap());
        Self { page, _role: role, _stat: stat, _description: description, _move: moves }
    }

    /// Shows the page.
    pub(crate) async fn show(&self) -> Shown {
        let (status, media_type, html) = respond(self.page.get(PAGE)).await;
        assert_eq!(media_type, "text/html", "{html}");
        Shown { status, html }
    }
}

/// What a visitor sees.
pub(crate) struct Shown {
    pub(crate) status: u16,
    pub(crate) html: String,
}

impl Shown {
    pub(crate) fn role(&self) -> Option<&str> {
        self.between("<h1 id=\"role\">", "</h1>")
    }

    pub(crate) fn stat(&self) -> Option<&str> {
        self.between("<span class=\"hidden\">Points </span>", "</p>")
    }

    pub(crate) fn story(&self) -> Option<&str> {
        self.between("<p class=\"story\">", "</p>")
    }

    pub(crate) fn next_move(&self) -> Option<&str> {
        self.between("Next move <strong>", "</strong>")
    }

    /// The sentences about what is missing.
    pub(crate) fn missing(&self) -> Vec<&str> {
        let list = self.between("<ul>", "</ul>").unwrap_or_default();
        list.split("<li>").skip(1).filter_map(|item| item.split_once("</li>")).map(|(text, _)| text).collect()
    }

    pub(crate) fn between(&self, start: &str, end: &str) -> Option<&str> {
        Some(self.html.split_once(start)?.1.split_once(end)?.0)
    }
}
