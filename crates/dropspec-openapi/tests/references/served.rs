//! The published document.

use insta::assert_snapshot;

use crate::support::{HEAD, source};

const ROOT: &str = "# A comment.
servers: [ { url: 'https://example.com/v2/' } ]
paths:
  /pets: { get: { responses: { '204': { description: None. } } } }
components: { schemas: { A: { type: object, properties: { b: { type: string }, c: { $ref: '#/components/schemas/A/properties/b' } } } } }";

#[test]
fn one_file_is_served_as_it_was_written() {
    let source = source(ROOT, &[]);
    assert_eq!(source.yaml(), format!("{HEAD}{ROOT}"));
    let json: serde_json::Value = serde_json::from_str(&source.json()).unwrap();
    assert_eq!(json["components"]["schemas"].as_object().unwrap().len(), 1);
    assert!(json["paths"]["/pets"]["get"].get("operationId").is_none());
    assert_eq!(source.value()["paths"]["/v2/pets"]["get"]["operationId"], "get_pets");
}

#[test]
fn several_files_are_served_as_one() {
    let root = "servers: [ { url: 'https://example.com/v2/' } ]
paths:
  /pets: { $ref: 'pets.yaml' }";
    let pets = "get:
  description: |
    Lists \"pets\": all.

    - Of them.
  responses:
    200:
      description: 'null'
      content: { application/json: { schema: { type: array, items: { $ref: 'pet.yaml' }, example: [] } } }";
    let pet = "type: string\nenum: ['yes', 'true', '1.0', '', ' a', 'a ', '0x1', '~', 'a: b', 'ä', \"\\t\", '- a']";
    let source = source(root, &[("pets.yaml", pets), ("pet.yaml", pet)]);
    assert_snapshot!(source.yaml(), @r##"
    openapi: "3.0.3"
    info:
      title: Shop
      version: "1.0.0"
    servers:
      - url: "https://example.com/v2/"
    paths:
      "/pets":
        get:
          description: "Lists \"pets\": all.\n\n- Of them.\n"
          responses:
            "200":
              description: "null"
              content:
                application/json:
                  schema:
                    type: array
                    items:
                      "$ref": "#/components/schemas/pet"
                    example: []
    components:
      schemas:
        pet:
          type: string
          enum:
            - yes
            - "true"
            - "1.0"
            - ""
            - " a"
            - "a "
            - "0x1"
            - "~"
            - "a: b"
            - "ä"
            - "\t"
            - "- a"
    "##);
    let json: serde_json::Value = serde_json::from_str(&source.json()).unwrap();
    let again = dropspec_openapi::source::Source::parse("api.yaml".as_ref(), &source.yaml()).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&again.json()).unwrap(), json);
}
