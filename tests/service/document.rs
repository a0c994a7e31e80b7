//! The document, as the service gives it away.

use serde_json::Value;

use crate::support::{Backend, TestApp};

on_both_databases!(the_yaml_is_the_file_to_the_byte, the_json_is_the_same_document);

const FILE: &str = include_str!("../../openapi.yaml");

async fn the_yaml_is_the_file_to_the_byte(backend: Backend) {
    let app = TestApp::start(backend).await;
    let answer = app.get("/openapi.yaml").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/yaml");
    assert_eq!(answer.text(), FILE);
}

async fn the_json_is_the_same_document(backend: Backend) {
    let app = TestApp::start(backend).await;
    let file: Value = serde_norway::from_str(FILE).unwrap();
    assert_eq!(app.get("/openapi.json").await.json(200), file);
}
