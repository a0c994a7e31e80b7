//! Every documented response is reached, and is as documented.

use dropspec_contract::{Contract, Request, Unreachable};
use reqwest::Method;
use serde_json::json;

use super::support::{Backend, Fleet};

on_both_databases!(the_service_does_what_its_document_says);

const DOCUMENT: &str = include_str!("../../documents/fleet.yaml");
const MISSING: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
const STALE: &str = "\"9\"";

async fn the_service_does_what_its_document_says(backend: Backend) {
    let contract = Contract::parse(DOCUMENT).unwrap();
    let fleet = Fleet::start(backend).await;
    let mut test = contract.test(&fleet.url());
    test.drive(async |request| prepared(&fleet, request).await).await;
    for id in ["get_ship", "replace_ship", "scrap_ship"] {
        let none = json!({ "callSign": "NONE", "tonnage": 1 });
        let body = |request: Request| if id == "replace_ship" { request.json(&none) } else { request };
        test.send(id, |request| body(request.set("callSign", "NONE"))).await;
    }
    ship(&fleet, "FIRST").await;
    let other = json!({ "callSign": "OTHER", "tonnage": 1 });
    test.send("replace_ship", |request| request.set("callSign", "FIRST").json(&other)).await;
    test.send("replace_flag", |request| request.set("code", "NONE").json(&json!({ "code": "NONE" }))).await;
    for id in ["get_voyage", "change_voyage"] {
        test.send(id, |request| request.set("id", MISSING)).await;
    }
    test.send("cancel_voyage", |request| request.set("id", MISSING).set("If-Match", "*")).await;
    let id = voyage(&fleet).await;
    test.send("change_voyage", |request| request.set("id", &id).set("If-None-Match", "*")).await;
    test.send("cancel_voyage", |request| request.set("id", &id).set("If-Match", STALE)).await;
    test.send("cancel_voyage", |request| request.set("id", &id)).await;
    let made = Unreachable::because("the service makes the keys of voyages").operation("create_voyage");
    test.report(&[made.status("409")]).assert();
}

/// Creates the row that a request needs.
async fn prepared(fleet: &Fleet, request: Request) -> Request {
    match request.operation() {
        // The key that the document suggests is also in the body.
        "get_ship" | "replace_ship" | "scrap_ship" => {
            ship(fleet, "AA").await;
            request
        }
        "replace_flag" => {
            fleet.call(Method::POST, "/flags", Some(json!({ "code": "A" }))).await;
            request.set("code", "A").json(&json!({ "code": "A" }))
        }
        "get_voyage" | "change_voyage" => request.set("id", voyage(fleet).await),
        "cancel_voyage" => request.set("id", voyage(fleet).await).set("If-Match", "*"),
        _ => request,
    }
}

/// Creates a ship, unless it exists.
async fn ship(fleet: &Fleet, call_sign: &str) {
    fleet.call(Method::POST, "/ships", Some(json!({ "callSign": call_sign, "tonnage": 1 }))).await;
}

/// Creates a voyage and returns its key.
async fn voyage(fleet: &Fleet) -> String {
    let voyage = json!({ "departs": "2024-02-29", "ports": [] });
    let (_, voyage, _) = fleet.call(Method::POST, "/voyages", Some(voyage)).await;
    voyage["id"].as_str().unwrap().to_owned()
}
