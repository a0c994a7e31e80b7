//! A service of a document with tables: rows are stored without a line of Rust.

use std::path::Path;

use reqwest::Method;
use serde_json::json;

use crate::crates::{NewCrate, WORKSPACE};

#[tokio::test]
async fn rows_are_stored() {
    let service = NewCrate::of(&Path::new(WORKSPACE).join("crates/dropspec-e2e/documents/fleet.yaml"));
    service.cargo(&["fmt", "--check"]);
    service.cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]);
    service.cargo(&["test"]);

    let ship = json!({ "callSign": "HMS1", "tonnage": 46_328, "crew": 1 });
    {
        let served = service.serve(&[]);
        let registered = served.ask(served.request(Method::POST, "/ships").json(&ship)).await;
        assert_eq!((registered.0, &registered.2), (201, &ship));
        assert_eq!(served.get("/health/ready").await.0, 200);
    }
    // Also after a restart, on the same tables.
    let served = service.serve(&[]);
    let found = served.get("/ships/HMS1").await;
    assert_eq!((found.0, found.2), (200, ship));
}
