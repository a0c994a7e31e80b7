//! The client of the small document, for review.

use dropspec_codegen as codegen;
use insta::assert_snapshot;

use crate::support::{PEOPLE, STALL, source};

#[test]
fn the_client_reads_well() {
    assert_snapshot!("stall_client", codegen::client(&source(STALL)).unwrap());
}

#[test]
fn the_people_service_has_a_client() {
    let client = codegen::client(&source(PEOPLE)).unwrap();
    for method in ["list_people", "create_person", "get_person", "update_person", "patch_person", "import_people"] {
        assert!(client.contains(&format!("pub async fn {method}(")), "{method}");
    }
    for variant in ["MergePatchJson(types::PersonUpdate)", "JsonPatchJson(Vec<types::JsonPatchOperation>)"] {
        assert!(client.contains(variant), "{variant}");
    }
    assert!(client.contains("pub fn bearer(self, credential: impl Into<String>) -> Self"), "{client}");
}

#[test]
fn each_success_is_a_variant() {
    let document = STALL.replace(
        "        '201':\n          description: The good as stored.",
        "        '200':
          description: The good was there.
          content: { application/json: { schema: { type: string } } }
        '201':
          description: The good as stored.",
    );
    let client = codegen::client(&source(&document)).unwrap();
    assert!(client.contains("Ok(String),"), "{client}");
    assert!(client.contains("Created(types::Good),"), "{client}");
}

/// A document with an operation whose parameters have enums, and the given parameters beside them.
fn odd(parameters: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: Odd, version: '1' }}
paths:
  /odd/{{id}}:
    get:
      operationId: odd
      parameters:
        - {{ name: id, in: path, required: true, schema: {{ type: string }} }}
{parameters}
      responses:
        '200': {{ description: Done. }}
"
    )
}

#[test]
fn names_never_fail() {
    let parameters = "        - { name: id, in: query, schema: { type: string } }
        - { name: accept, in: query, schema: { type: string, enum: [e-, e+, US, us, 🦀, 🦞, ''] } }
        - { name: 'size[]', in: query, schema: { type: array, items: { type: string, enum: [a/b, a-b] } } }
        - { name: size, in: query, schema: { type: string } }
        - { name: type, in: cookie, schema: { type: string } }
        - { name: X-Type, in: header, schema: { type: string } }";
    let client = codegen::client(&source(&odd(parameters))).unwrap();
    for name in
        ["id: String", "id_2: Option<", "accept_2: Option<", "size: Option<", "size_2: Option<", "type_: Option<"]
    {
        assert!(client.contains(&format!("pub {name}")), "{name}: {client}");
    }
    for value in ["e-", "e+", "US", "us", "🦀", "🦞", "", "a/b", "a-b"] {
        assert!(client.contains(&format!(" = \"{value}\"")), "{value}: {client}");
    }
    for variant in ["Us,", "Us2,", "E,", "E2,", "AB,", "AB2,"] {
        assert!(client.contains(variant), "{variant}: {client}");
    }
}
