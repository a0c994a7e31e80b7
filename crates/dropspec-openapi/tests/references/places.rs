//! What a diagnostic points at is in the file where it was written.

use insta::assert_snapshot;

use crate::support::complaints;

#[test]
fn mistakes_in_other_files_are_shown_there() {
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
    assert_snapshot!(complaints(root, &[("pets.yaml", pets), ("pet.yaml", pet), ("owner.yaml", owner)]), @"
    owner.yaml:2:1: `minLength` must be a whole number that is not negative (at #/minLength)
    pet.yaml:5:15: `strin` is no type, only array, boolean, integer, number, object, string are (at #/deep/Pet/properties/name/type)
    pets.yaml:4:5: `description` is missing (at #/get/responses/204)
    pets.yaml:5:7: `descripton` of a response is not supported (at #/get/responses/204/descripton)
    ");
}

#[test]
fn mistakes_behind_a_servers_path_are_shown_where_they_are() {
    let root = "servers: [ { url: /v2 } ]
paths:
  /pets:
    get:
      operationId: list
      responses: { '204': { description: 1 } }
  /pets/{id}: { $ref: 'pet.yaml' }";
    assert_snapshot!(complaints(root, &[("pet.yaml", "get:\n  responses: { '204': { description: None. } }")]), @"
    api.yaml:8:29: `description` must be a string (at #/paths/~1pets/get/responses/204/description)
    pet.yaml:1:1: the parameter `id` of the path is not described (at #/get)
    ");
}

#[test]
fn a_place_within_another_schema_is_told_where_it_is() {
    let root = "paths: {}
components:
  schemas:
    A: { type: object, properties: { b: { type: object, propertys: {} } } }
    C: { type: array, items: { $ref: '#/components/schemas/A/properties/b' } }";
    assert_snapshot!(complaints(root, &[]), @"api.yaml:6:57: `propertys` of a schema is not supported (at #/components/schemas/A/properties/b/propertys)");
}

#[test]
fn files_that_are_no_yaml_are_shown() {
    let root = "paths: {}\ncomponents: { schemas: { A: { $ref: 'a.yaml' }, B: { $ref: 'b.yaml' } } }";
    let root = format!("{}{root}", crate::support::HEAD);
    let files = [("api.yaml", root.as_str()), ("a.yaml", "type: [string"), ("b.yaml", "type: string\ntype: string")];
    let files = files.map(|(path, text)| (std::path::Path::new(path), text));
    assert_snapshot!(dropspec_openapi::source::Source::from_files(&files).unwrap_err(), @"
    a.yaml:2:1: not YAML: while parsing a flow sequence, expected ',' or ']'
    b.yaml:2:1: the key `type` is there twice
    ");
}
