//! A service of a document with tables: it keeps what it is given without a line of Rust.

use std::path::Path;

use reqwest::Method;
use serde_json::json;

use crate::crates::{NewCrate, WORKSPACE};

#[tokio::test]
async fn what_is_registered_is_there_afterwards() {
    let service = NewCrate::of(&Path::new(WORKSPACE).join("crates/dropspec-e2e/documents/fleet.yaml"));
    service.cargo(&["fmt", "--check"]);
    service.cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]);
    service.cargo(&["test"]);

    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("fleet.db").display());
    let ship = json!({ "callSign": "HMS1", "tonnage": 46_328, "crew": 1 });
    {
        let served = service.serve(&["--database", &database]);
        let registered = served.ask(served.request(Method::POST, "/ships").json(&ship)).await;
        assert_eq!((registered.0, &registered.2), (201, &ship));
        assert_eq!(served.get("/health/ready").await.0, 200);
    }
    // Also after another start, which finds the tables.
    let served = service.serve(&["--database", &database]);
    let found = served.get("/ships/HMS1").await;
    assert_eq!((found.0, found.2), (200, ship));
}
