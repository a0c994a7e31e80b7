//! Diagnostics point into the file where a value was written.

use insta::assert_snapshot;

use crate::support::diagnostics;

#[test]
fn diagnostics_point_into_other_files() {
    let root = "paths:
  /pets: { $ref: 'pets.yaml' }
components: { schemas: { Pet: { $ref: 'pet.yaml#/deep/Pet' } } }";
    let pets = "get:
  operationId: list
  responses:
    '204':
      descripton: None.";
    let pet = "deep:
  Pet:
    type: object
    properties:
      name: { type: strin }
      owner: { $ref: 'owner.yaml' }";
    let owner = "type: string\nminLength: -1";
    assert_snapshot!(diagnostics(root, &[("pets.yaml", pets), ("pet.yaml", pet), ("owner.yaml", owner)]), @"
    owner.yaml:2:1: `minLength` must be a whole number that is not negative (at #/minLength)
    pet.yaml:5:15: `strin` is not a type; write `string` (at #/deep/Pet/properties/name/type)
    pets.yaml:5:7: `descripton` of a response is not supported; did you mean `description`? (at #/get/responses/204/descripton)
    ");
}

#[test]
fn diagnostics_ignore_the_base_path() {
    let root = "servers: [ { url: /v2 } ]
paths:
  /pets:
    get:
      operationId: list
      responses: { '204': { description: 1 } }
  /pets/{id}: { $ref: 'pet.yaml' }";
    assert_snapshot!(diagnostics(root, &[("pet.yaml", "get:\n  responses: { '204': { description: None. } }")]), @r#"
    api.yaml:8:29: `description` must be a string; put it in quotes: `"1"` (at #/paths/~1pets/get/responses/204/description)
    pet.yaml:1:1: path parameter `id` is not described (at #/get)
    "#);
}

#[test]
fn diagnostics_of_moved_schemas_point_at_the_origin() {
    let root = "paths: {}
components:
  schemas:
    A: { type: object, properties: { b: { type: object, propertys: {} } } }
    C: { type: array, items: { $ref: '#/components/schemas/A/properties/b' } }";
    assert_snapshot!(diagnostics(root, &[]), @"api.yaml:6:57: `propertys` of a schema is not supported; did you mean `properties`? (at #/components/schemas/A/properties/b/propertys)");
}

#[test]
fn files_that_are_not_yaml_are_reported() {
    let root = "paths: {}\ncomponents: { schemas: { A: { $ref: 'a.yaml' }, B: { $ref: 'b.yaml' } } }";
    let root = format!("{}{root}", crate::support::HEAD);
    let files = [("api.yaml", root.as_str()), ("a.yaml", "type: [string"), ("b.yaml", "type: string\ntype: string")];
    let files = files.map(|(path, text)| (std::path::Path::new(path), text));
    assert_snapshot!(dropspec_openapi::source::Source::from_files(&files).unwrap_err(), @"
    a.yaml:2:1: not YAML: while parsing a flow sequence, expected ',' or ']'
    b.yaml:2:1: duplicate key `type`
    ");
}
