//! Every documented response is reached, and is as documented.

use dropspec_contract::{Contract, Request, Unreachable};
use serde_json::json;

use crate::support::TestServer;
use crate::tokens::{scoped, token};

const DOCUMENT: &str = include_str!("../../documents/vault.yaml");

#[tokio::test]
async fn the_service_does_what_its_document_says() {
    let contract = Contract::parse(DOCUMENT).unwrap();
    let vault = TestServer::start().await;
    let mut test = contract.test(vault.url());
    test.drive(async |request| with_credentials(request, &vault.key)).await;
    test.send("openByScopes", |request| request.header("authorization", bearer(&scoped("read")))).await;
    let two = Unreachable::because("a request has one header Authorization, and both schemes need it");
    test.report(&[two.operation("openByPasswordAndToken").status("200")]).assert();
}

fn with_credentials(request: Request, key: &str) -> Request {
    let with_key = |request: Request| request.header("x-vault-key", key);
    match request.operation() {
        "openDoor" | "openByEither" => with_key(request),
        "openByQuery" => request.with_pair(format!("vault%20key={key}")),
        "session" => request.header("cookie", "sid=c0ffee"),
        // ada:open sesame
        "openByPassword" | "openByPasswordAndToken" => request.header("authorization", "Basic YWRhOm9wZW4gc2VzYW1l"),
        "openByDigest" => request.header("authorization", "Digest username=\"ada\", response=\"6629fae4\""),
        "openByToken" => request.header("authorization", bearer(&token(json!({})))),
        "openByBoth" => with_key(request).header("authorization", bearer(&token(json!({})))),
        "openByScopes" | "openByDiscovery" => request.header("authorization", bearer(&scoped("read write vault"))),
        "openByMixture" => request.header("authorization", bearer(&scoped("admin"))),
        _ => request,
    }
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}
