//! A service of a document that has one of each thing.

use std::path::Path;

use crate::crates::{NewCrate, WORKSPACE};

#[tokio::test]
async fn the_crate_passes_the_checks_of_cargo() {
    let service = NewCrate::of(&Path::new(WORKSPACE).join("crates/dropspec-e2e/documents/shop.yaml"));
    service.cargo(&["fmt", "--check"]);
    service.cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]);
    service.cargo(&["test"]);

    let served = service.serve(&[]);
    assert_eq!(served.get("/items/count").await.0, 501);
    assert_eq!(served.get("/items/AB-1").await.0, 501);
    assert_eq!(served.get("/items/none").await.0, 400);
    assert_eq!(served.get("/health/ready").await.0, 200);
}
