//! A service of a document with examples, before anything is written.

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

#[tokio::test]
async fn the_examples_are_returned() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("greeter.yaml");
    fs::write(&document, GREETER).unwrap();
    let service = NewCrate::of(&document);

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
