//! The served document.

use serde_json::Value;

use crate::support::{Backend, TestApp};

on_both_databases!(the_yaml_is_the_file_byte_for_byte, the_json_is_the_same_document);

const FILE: &str = include_str!("../../openapi.yaml");

async fn the_yaml_is_the_file_byte_for_byte(backend: Backend) {
    let app = TestApp::start(backend).await;
    let response = app.get("/openapi.yaml").await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), "application/yaml");
    assert_eq!(response.text(), FILE);
}

async fn the_json_is_the_same_document(backend: Backend) {
    let app = TestApp::start(backend).await;
    let file: Value = serde_norway::from_str(FILE).unwrap();
    assert_eq!(app.get("/openapi.json").await.json(200), file);
}
