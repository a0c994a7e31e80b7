//! Services of documents that others have written, in the folder `OPENAPI_DOCUMENTS`.

use std::path::PathBuf;
use std::{env, fs};

use reqwest::Method;
use serde_json::Value;

use crate::crates::NewCrate;

fn documents() -> Vec<PathBuf> {
    let Some(folder) = env::var_os("OPENAPI_DOCUMENTS") else {
        println!("skipped: set OPENAPI_DOCUMENTS to a folder of OpenAPI documents");
        return Vec::new();
    };
    let entries = fs::read_dir(folder).expect("OPENAPI_DOCUMENTS is a folder");
    let mut documents: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    documents.retain(|path| path.extension().is_some_and(|end| end == "yaml" || end == "json"));
    documents.sort();
    assert!(!documents.is_empty(), "there are documents in OPENAPI_DOCUMENTS");
    documents
}

#[tokio::test]
async fn every_document_becomes_a_service() {
    for document in documents() {
        println!("{}", document.display());
        let service = NewCrate::of(&document);
        service.cargo(&["test"]);
        for option in [&[][..], &["--mock"]] {
            let served = service.serve(option);
            let (_, _, document) = served.get("/openapi.json").await;
            let base = base(&document);
            for (path, item) in document["paths"].as_object().unwrap() {
                let path = format!("{base}{path}");
                for (method, _) in item.as_object().unwrap() {
                    let Some(method) = method_of(method) else { continue };
                    let (status, kind, _) = served.ask(served.request(method.clone(), &path)).await;
                    let expected = [400, 401, 415, 501];
                    let matches = expected.contains(&status) && kind == "application/problem+json";
                    let mocked = !option.is_empty() && status < 500;
                    assert!(matches || mocked, "{method} {path}: {status} {kind}");
                }
            }
        }
    }
}

/// The path of the first server, which stands before all others.
fn base(document: &Value) -> &str {
    let url = document["servers"][0]["url"].as_str().unwrap_or_default();
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |start| &rest[start..]));
    path.trim_end_matches('/')
}

fn method_of(key: &str) -> Option<Method> {
    let method = key.to_uppercase().parse().ok()?;
    [Method::GET, Method::PUT, Method::POST, Method::DELETE, Method::PATCH].contains(&method).then_some(method)
}
