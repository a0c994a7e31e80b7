//! The server of the small document, for review.

use insta::assert_snapshot;

use crate::support::{STALL, server, source};

#[test]
fn the_server_reads_well() {
    assert_snapshot!("stall_api", server(STALL).text());
}

#[test]
fn the_document_is_the_same_as_json() {
    let json: serde_json::Value = serde_json::from_str(&server(STALL).json).unwrap();
    assert_eq!(&json, source(STALL).value());
    assert_eq!(json["paths"]["/goods"]["get"]["operationId"], "listGoods");
}

#[test]
fn the_same_document_becomes_the_same_code() {
    assert_eq!(server(STALL).text(), server(STALL).text());
}

#[test]
fn json_becomes_what_yaml_becomes() {
    assert_eq!(server(&server(STALL).json).text(), server(STALL).text());
}

/// The attribute before the declaration of a type.
fn derives<'c>(code: &'c str, name: &str) -> &'c str {
    let before = code.split(&format!("pub struct {name} {{")).next().unwrap();
    before.trim_end().lines().last().unwrap()
}

#[test]
fn what_an_unused_type_contains_is_deserialized_like_it() {
    let code = server(
        "openapi: 3.0.3
info: { title: Pages, version: '1' }
paths:
  /rows:
    get: { responses: { '200': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/Row' } } } } } }
components:
  schemas:
    Row: { type: object, properties: { cell: { $ref: '#/components/schemas/Cell' } } }
    Cell: { type: object, properties: { text: { type: string } } }
    Page: { type: object, properties: { rows: { type: array, items: { $ref: '#/components/schemas/Row' } } } }
",
    )
    .text();
    for name in ["Page", "Row", "Cell"] {
        assert!(derives(&code, name).contains("Deserialize"), "{name}");
    }
}
