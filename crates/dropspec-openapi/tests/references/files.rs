//! References between files.

use insta::assert_snapshot;

use crate::support::part;

const PET: &str = "type: object\nproperties: { name: { type: string } }";

#[test]
fn a_whole_file_is_a_schema() {
    let root =
        "paths: {}\ncomponents: { schemas: { Owner: { type: object, properties: { pet: { $ref: pet.yaml } } } } }";
    assert_snapshot!(part(root, &[("pet.yaml", PET)], "/components"), @r##"{"schemas":{"Owner":{"type":"object","properties":{"pet":{"$ref":"#/components/schemas/pet"}}},"pet":{"type":"object","properties":{"name":{"type":"string"}}}}}"##);
}

#[test]
fn a_component_that_is_a_reference_becomes_its_target() {
    let root =
        "paths: {}\ncomponents: { schemas: { Pet: { $ref: './schemas/../pet.yaml' }, Other: { $ref: 'pet.yaml' } } }";
    assert_snapshot!(part(root, &[("pet.yaml", PET)], "/components"), @r##"{"schemas":{"Pet":{"type":"object","properties":{"name":{"type":"string"}}},"Other":{"$ref":"#/components/schemas/Pet"}}}"##);
}

#[test]
fn files_refer_to_each_other_and_to_the_root() {
    let root = "paths: {}
components:
  schemas:
    Pet: { $ref: 'schemas/pet.yaml' }
    Name: { type: string }";
    let pet = "type: object
properties:
  name: { $ref: '../api.yaml#/components/schemas/Name' }
  owner: { $ref: 'people.json#/definitions/Owner' }
  friend: { $ref: '#' }";
    let people = r##"{"definitions": {"Owner": {"type": "object", "properties": {
        "pets": {"type": "array", "items": {"$ref": "pet.yaml"}}, "boss": {"$ref": "#/definitions/Owner"} } } } }"##;
    assert_snapshot!(part(root, &[("schemas/pet.yaml", pet), ("schemas/people.json", people)], "/components"), @r##"{"schemas":{"Pet":{"type":"object","properties":{"name":{"$ref":"#/components/schemas/Name"},"owner":{"$ref":"#/components/schemas/Owner"},"friend":{"$ref":"#/components/schemas/Pet"}}},"Name":{"type":"string"},"Owner":{"type":"object","properties":{"pets":{"type":"array","items":{"$ref":"#/components/schemas/Pet"}},"boss":{"$ref":"#/components/schemas/Owner"}}}}}"##);
}

#[test]
fn chains_of_references_are_followed_to_their_end() {
    let root = "paths: {}\ncomponents: { schemas: { A: { type: array, items: { $ref: 'b.yaml#/B' } } } }";
    let others = [("b.yaml", "B: { $ref: 'c.yaml#/C' }"), ("c.yaml", "C: { $ref: '#/D/0' }\nD: [ { type: string } ]")];
    assert_snapshot!(part(root, &others, "/components"), @r##"{"schemas":{"A":{"type":"array","items":{"$ref":"#/components/schemas/D_0"}},"D_0":{"type":"string"}}}"##);
}

#[test]
fn referenced_paths_are_inlined() {
    let root = "paths:\n  /pets: { $ref: 'paths/pets.yaml#/list' }";
    let pets = "list:
  get:
    operationId: list
    parameters: [ { $ref: '../shared.yaml#/parameters/Limit' } ]
    responses:
      '200': { $ref: '../shared.yaml#/responses/Pets' }";
    let shared = "parameters:
  Limit: { name: limit, in: query, schema: { type: integer } }
responses:
  Pets:
    description: Pets.
    headers: { X-Total: { $ref: '#/headers/Total' } }
    content: { application/json: { schema: { type: array, items: { $ref: 'pet.yaml' } } } }
headers:
  Total: { schema: { type: integer } }";
    let others = [("paths/pets.yaml", pets), ("shared.yaml", shared), ("pet.yaml", PET)];
    assert_snapshot!(part(root, &others, ""), @r##"{"openapi":"3.0.3","info":{"title":"Shop","version":"1.0.0"},"paths":{"/pets":{"get":{"operationId":"list","parameters":[{"$ref":"#/components/parameters/Limit"}],"responses":{"200":{"$ref":"#/components/responses/Pets"}}}}},"components":{"parameters":{"Limit":{"name":"limit","in":"query","schema":{"type":"integer"}}},"responses":{"Pets":{"description":"Pets.","headers":{"X-Total":{"$ref":"#/components/headers/Total"}},"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/pet"}}}}}},"headers":{"Total":{"schema":{"type":"integer"}}},"schemas":{"pet":{"type":"object","properties":{"name":{"type":"string"}}}}}}"##);
}

#[test]
fn names_of_files_may_be_percent_encoded() {
    let root = "paths: {}\ncomponents: { schemas: { A: { $ref: 'a%20pet.yaml#/Pet%7B%7D' } } }";
    assert_snapshot!(part(root, &[("a pet.yaml", "'Pet{}': { type: string }")], "/components"), @r#"{"schemas":{"A":{"type":"string"}}}"#);
}

#[test]
fn mappings_of_discriminators_are_references() {
    let schemas = "paths: {}
components:
  schemas:
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }";
    let source = crate::support::source(
        &format!(
            "{schemas}
    Pet:
      oneOf: [ {{ $ref: '#/components/schemas/Cat' }}, {{ $ref: 'dog.yaml' }} ]
      discriminator: {{ propertyName: kind, mapping: {{ cat: Cat, dog: dog.yaml }} }}"
        ),
        &[("dog.yaml", "type: object\nrequired: [kind]\nproperties: { kind: { type: string } }")],
    );
    assert_snapshot!(source.value()["components"]["schemas"]["Pet"], @r##"{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/dog"}],"discriminator":{"propertyName":"kind","mapping":{"cat":"Cat","dog":"#/components/schemas/dog"}}}"##);
}
