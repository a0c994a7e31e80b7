//! A program of two services, one of which has a table.

use std::fs;
use std::path::Path;
use std::process::Command;

use reqwest::Method;
use serde_json::json;

use crate::crates::{NewCrate, WORKSPACE};

const MOVE: &str = "
openapi: 3.0.3
info: { title: Moves, version: 1.0.0 }
paths:
  /moves:
    get:
      operationId: chooseMove
      responses:
        '200': { description: A move., content: { application/json: { schema: { type: string, example: jump } } } }
";

#[tokio::test]
async fn each_document_is_a_service() {
    let folder = tempfile::tempdir().unwrap();
    let (fleet, moves) = (folder.path().join("harbour.yaml"), folder.path().join("move.yaml"));
    fs::copy(Path::new(WORKSPACE).join("crates/dropspec-e2e/documents/fleet.yaml"), &fleet).unwrap();
    fs::write(&moves, MOVE).unwrap();
    let program = NewCrate::of_all(&[&fleet, &moves], &["--deploy"]);
    program.cargo(&["fmt", "--check"]);
    program.cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]);

    let mock = program.serve_one(&["move"], &["--mock"]);
    assert_eq!(mock.get("/moves").await.2, json!("jump"));
    let ship = json!({ "callSign": "HMS1", "tonnage": 46_328, "crew": 1 });
    let served = program.serve_one(&["harbour"], &[]);
    assert_eq!(served.ask(served.request(Method::POST, "/ships").json(&ship)).await.0, 201);
    assert_eq!(served.get("/ships/HMS1").await.2, ship);

    let script = program.path().join("entrypoint.sh");
    assert!(Command::new("sh").arg("-n").arg(&script).status().unwrap().success());
    for file in ["Dockerfile", "docker-compose.yml", "entrypoint.sh", "documents/harbour.yaml", "documents/move.yaml"] {
        assert!(program.path().join(file).is_file(), "{file}");
    }
}
