//! Both services do what their documents say, and every documented response is reached.

use dropspec_contract::{Contract, Request, Unreachable};

use crate::support::{Backend, Users, free_address, frontend, url};

on_both_databases!(the_back_end_does_what_its_document_says, the_front_end_does_what_its_document_says);

async fn the_back_end_does_what_its_document_says(kind: Backend) {
    let contract = Contract::parse(include_str!("../../documents/backend.yaml")).unwrap();
    let users = Users::start(kind).await;
    users.store("Abel Kern").await;
    let mut test = contract.test(&url(&users.backend));
    test.drive(async |request| request).await;
    let failure = Unreachable::because("nothing fails unexpectedly").status("500");
    let outage = Unreachable::because("the database is available").status("503");
    let unknown = Unreachable::because("no write is interrupted").status("504");
    test.report(&[failure, outage, unknown]).assert();
}

async fn the_front_end_does_what_its_document_says(kind: Backend) {
    let contract = Contract::parse(include_str!("../../documents/frontend.yaml")).unwrap();
    let users = Users::start(kind).await;
    let mut test = contract.test(&url(&users.frontend));
    test.drive(async |request| request).await;
    for name in ["show_users", "generate_users"] {
        test.send_negotiated(name, |request| request.with_pair("unknown=1")).await;
    }
    let foreign = |request: Request| request.header("origin", "http://elsewhere.example");
    test.send_negotiated("generate_users", foreign).await;
    let form = "application/x-www-form-urlencoded";
    test.send_negotiated("generate_users", |request| request.body(form, "count=5 ".repeat(200_000))).await;
    test.send_negotiated("generate_users", |request| request.body("text/plain", "count=5")).await;

    let away = frontend(&format!("http://{}", free_address())).await;
    test.set_url(&url(&away));
    test.send_all().await;
    let slow = Unreachable::because("the back end responds in time").status("504");
    let other = Unreachable::because("nothing else fails").status("default");
    test.report(&[slow, other]).assert();
}
