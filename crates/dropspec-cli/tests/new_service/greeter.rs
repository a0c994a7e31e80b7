//! A service of a document with examples, before anything is written.

use std::collections::BTreeSet;
use std::fs;

use reqwest::Method;
use serde_json::json;

use crate::crates::NewCrate;

const GREETER: &str = "
openapi: 3.0.3
info: { title: Greeter, version: 1.0.0 }
paths:
  /greetings/{name}:
    parameters:
      - { name: name, in: path, required: true, schema: { type: string, maxLength: 20 } }
    get:
      operationId: greet
      responses:
        '200':
          description: The greeting.
          headers: { ETag: { required: true, schema: { type: string }, example: '\"1\"' } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Greeting' } } }
    delete:
      operationId: part
      responses: { '204': { description: Gone. } }
components:
  schemas:
    Greeting:
      type: object
      required: [text]
      properties:
        text: { type: string, example: Hello Ada }
";

/// The crates that are compiled for a service without tables, those of the generator among them. Most are those of dropshot.
const MAX_CRATES: usize = 210;

fn greeter() -> NewCrate {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("greeter.yaml");
    fs::write(&document, GREETER).unwrap();
    NewCrate::of(&document)
}

#[test]
fn few_crates_are_compiled() {
    let tree = greeter().cargo(&["tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"]);
    // The name and the version of each.
    let crates: BTreeSet<Vec<&str>> = tree.lines().map(|line| line.split(' ').take(2).collect()).collect();
    assert!(crates.len() <= MAX_CRATES, "{} crates, more than {MAX_CRATES}:\n{tree}", crates.len());
    for name in ["diesel", "libsqlite3-sys", "askama", "progenitor-impl", "brotli", "clap_complete", "reqwest"] {
        assert!(crates.iter().all(|found| found[0] != name), "{name}");
    }
}

#[tokio::test]
async fn the_examples_are_returned() {
    let service = greeter();

    let bare = service.serve(&[]);
    for method in [Method::GET, Method::DELETE] {
        let (status, kind, problem) = bare.ask(bare.request(method, "/greetings/Ada")).await;
        assert_eq!((status, kind.as_str()), (501, "application/problem+json"));
        assert_eq!(problem["title"], json!("Not Implemented"));
    }

    let mock = service.serve(&["--mock"]);
    let (status, kind, greeting) = mock.get("/greetings/Ada").await;
    assert_eq!((status, kind.as_str(), greeting), (200, "application/json", json!({ "text": "Hello Ada" })));
    let response = mock.request(Method::GET, "/greetings/Ada").send().await.unwrap();
    assert_eq!(response.headers()["etag"], "\"1\"");
    // A response without a body needs no example, and invalid requests are still rejected.
    assert_eq!(mock.ask(mock.request(Method::DELETE, "/greetings/Ada")).await.0, 204);
    assert_eq!(mock.get("/greetings/Somebody-with-a-long-name").await.0, 400);
}
