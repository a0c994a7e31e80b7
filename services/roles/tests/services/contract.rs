//! Every documented response is reached, and is as documented.

use dropspec::document::Document as _;
use dropspec_app::App;
use dropspec_contract::{Contract, Unreachable};
use roles::description::DescriptionService;
use roles::moves::MoveService;
use roles::page::api::Document;
use roles::role::RoleService;
use roles::stat::StatService;
use serde_json::json;

use crate::support::{Fake, FakeServer, Family, TestServer};

fn contract<A: App>(service: A) -> (TestServer<A>, Contract) {
    (TestServer::start(service), Contract::parse(A::Document::YAML).unwrap())
}

fn failures() -> Unreachable {
    Unreachable::because("nothing fails").status("5XX")
}

#[tokio::test]
async fn the_role_service_does_what_its_document_says() {
    let (service, contract) = contract(RoleService);
    let mut test = contract.test(service.url());
    test.drive(async |request| request).await;
    test.send("get_role", |request| request.with_pair("unknown=1")).await;
    test.report(&[failures()]).assert();
}

#[tokio::test]
async fn the_stat_service_does_what_its_document_says() {
    let (service, contract) = contract(StatService);
    let mut test = contract.test(service.url());
    test.drive(async |request| request).await;
    test.report(&[failures()]).assert();
}

#[tokio::test]
async fn the_description_service_does_what_its_document_says() {
    let (service, contract) = contract(DescriptionService);
    let mut test = contract.test(service.url());
    test.drive(async |request| request).await;
    test.send("describe", |request| request.json(&json!({ "role": "Hero", "stat": "HP: 1 MP: 1" }))).await;
    test.report(&[failures()]).assert();
}

#[tokio::test]
async fn the_move_service_does_what_its_document_says() {
    let (service, contract) = contract(MoveService);
    let mut test = contract.test(service.url());
    test.drive(async |request| request).await;
    test.report(&[failures()]).assert();
}

#[tokio::test]
async fn the_page_does_what_its_document_says() {
    let contract = Contract::parse(Document::YAML).unwrap();
    let family = Family::start().await;
    let mut test = contract.test(family.page.url());
    test.drive(async |request| request).await;
    test.send("get_style", |request| request.with_pair("unknown=1")).await;
    let down = FakeServer::start(Fake::Down).await;
    let partial = Family::start_with(&[("ROLE_URL", &down.url)]).await;
    test.set_url(partial.page.url());
    test.send("show_start", |request| request).await;
    test.send("show_role", |request| request).await;
    test.report(&[failures()]).assert();
}
