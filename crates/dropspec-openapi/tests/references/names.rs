//! Names for targets of references.

use insta::assert_snapshot;

use crate::support::part;

/// The names of the schemas of the resolved document.
fn names(root: &str, others: &[(&str, &str)]) -> String {
    let source = crate::support::source(root, others);
    let schemas = source.value()["components"]["schemas"].as_object().unwrap();
    schemas.keys().map(String::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_target_within_a_schema_is_named_by_its_path() {
    let root = "paths: {}
components:
  schemas:
    A: { type: object, properties: { b: { type: object, properties: { c: { type: string } } }, again: { $ref: '#/components/schemas/A/properties/b' } } }
    D: { type: array, items: { $ref: '#/components/schemas/A/properties/b/properties/c' } }";
    assert_snapshot!(part(root, &[], "/components"), @r##"{"schemas":{"A":{"type":"object","properties":{"b":{"$ref":"#/components/schemas/A_b"},"again":{"$ref":"#/components/schemas/A_b"}}},"D":{"type":"array","items":{"$ref":"#/components/schemas/A_b_c"}},"A_b":{"type":"object","properties":{"c":{"$ref":"#/components/schemas/A_b_c"}}},"A_b_c":{"type":"string"}}}"##);
}

#[test]
fn a_target_within_an_operation_is_named_by_its_path() {
    let root = "paths:
  /pets/{id}:
    get:
      operationId: get
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses:
        '200':
          description: A pet.
          content: { application/json: { schema: { type: object, properties: { child: { $ref: '#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema' } } } } }";
    assert_snapshot!(part(root, &[], "/components"), @r##"{"schemas":{"pets_id_get_200":{"type":"object","properties":{"child":{"$ref":"#/components/schemas/pets_id_get_200"}}}}}"##);
    assert_snapshot!(part(root, &[], "/paths/~1pets~1{id}/get/responses/200/content/application~1json"), @r##"{"schema":{"$ref":"#/components/schemas/pets_id_get_200"}}"##);
}

#[test]
fn taken_names_get_longer() {
    let root = "paths: {}
components:
  schemas:
    Pet: { type: string }
    All: { type: object, properties: { a: { $ref: 'a.yaml#/Pet' }, b: { $ref: 'b.yaml#/Pet' }, c: { $ref: 'a/b.yaml#/Pet' }, d: { $ref: 'b.yaml#/Pet' } } }";
    let pet = "Pet: { type: boolean }";
    assert_snapshot!(names(root, &[("a.yaml", pet), ("b.yaml", pet), ("a/b.yaml", pet)]), @"Pet All a_Pet b_Pet b_Pet_2");
}

#[test]
fn names_are_distinct_in_rust() {
    let root = "paths: {}
components:
  schemas:
    PetShop: { type: object, properties: { shop: { $ref: 'a.yaml#/pet_shop' } } }";
    assert_snapshot!(names(root, &[("a.yaml", "pet_shop: { type: string }")]), @"PetShop a_pet_shop");
}

#[test]
fn generated_names_have_valid_characters() {
    let root = "paths: {}\ncomponents: { schemas: { A: { type: object, properties: { a: { $ref: 'b.yaml#/List%C2%ABPet%C2%BB' }, b: { $ref: 'b.yaml#/0/items' } } } } }";
    assert_snapshot!(names(root, &[("b.yaml", "List«Pet»: { type: string }\n0: { items: { type: string } }")]), @"A List_Pet 0_items");
}
