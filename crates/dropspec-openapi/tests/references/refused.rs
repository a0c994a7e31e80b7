//! References that cannot be followed.

use insta::assert_snapshot;

use crate::support::complaints;

fn schema(reference: &str) -> String {
    let root = format!(
        "paths: {{}}\ncomponents:\n  schemas:\n    A: {{ type: object, properties: {{ b: {{ $ref: '{reference}' }} }} }}\n  parameters:\n    P: {{ name: p, in: query, schema: {{ type: string }} }}"
    );
    complaints(&root, &[("other.yaml", "B: { type: string }\nC: { $ref: '#/D' }\nD: { $ref: 'other.yaml#/C' }")])
}

#[test]
fn remote_references_are_refused() {
    assert_snapshot!(schema("https://example.com/pet.yaml#/Pet"), @"api.yaml:6:38: `https://example.com/pet.yaml#/Pet` is remote, and a build must not depend on the network; store the file beside the document and refer to it by its relative path (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("//example.com/pet.yaml"), @"api.yaml:6:38: `//example.com/pet.yaml` is remote, and a build must not depend on the network; store the file beside the document and refer to it by its relative path (at #/components/schemas/A/properties/b)");
}

#[test]
fn absolute_paths_are_refused() {
    assert_snapshot!(schema("/srv/pet.yaml"), @"api.yaml:6:38: `/srv/pet.yaml` is an absolute path, which leads elsewhere on another machine; write it relative to this file (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("file:///srv/pet.yaml"), @"api.yaml:6:38: `file:///srv/pet.yaml` is an absolute path, which leads elsewhere on another machine; write it relative to this file (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("C:\\pet.yaml"), @r"api.yaml:6:38: `C:\pet.yaml` is an absolute path, which leads elsewhere on another machine; write it relative to this file (at #/components/schemas/A/properties/b)");
}

#[test]
fn dangling_references_are_refused() {
    assert_snapshot!(schema("missing.yaml"), @"api.yaml:6:38: `missing.yaml` cannot be read: there is no such file (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("other.yaml#/A"), @"api.yaml:6:38: `other.yaml#/A` leads nowhere (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("other.yaml#B"), @"api.yaml:6:38: `other.yaml#B` has a fragment that is no JSON Pointer: one begins with a slash (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("#/components/schemas/A/properties/c"), @"api.yaml:6:38: `#/components/schemas/A/properties/c` leads nowhere (at #/components/schemas/A/properties/b)");
}

#[test]
fn references_to_another_kind_are_refused() {
    assert_snapshot!(schema("#"), @"api.yaml:6:38: `#` is the whole document, and a schema is expected here (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("#/components/parameters/P"), @"api.yaml:6:38: `#/components/parameters/P` is one of the parameters, and a schema is expected here (at #/components/schemas/A/properties/b)");
}

#[test]
fn circles_through_files_are_refused() {
    assert_snapshot!(schema("other.yaml#/C"), @"api.yaml:6:38: these references lead in a circle (at #/components/schemas/A/properties/b)");
    let root = "paths: {}\ncomponents: { schemas: { A: { $ref: 'a.yaml' } } }";
    assert_snapshot!(complaints(root, &[("a.yaml", "$ref: 'api.yaml#/components/schemas/A'")]), @"api.yaml:4:26: these references lead in a circle (at #/components/schemas/A)");
}

#[test]
fn a_path_cannot_stand_within_itself() {
    let root = "paths:
  /subscribe:
    post:
      operationId: subscribe
      responses: { '204': { description: None. } }
      callbacks: { again: { '{$request.query.url}': { $ref: '#/paths/~1subscribe' } } }";
    assert_snapshot!(complaints(root, &[]), @"api.yaml:8:29: this path stands within itself, and cannot be written out (at #/paths/~1subscribe/post/callbacks/again/{$request.query.url})");
}

#[test]
fn what_stands_beside_the_reference_of_a_path_would_be_lost() {
    let root = "paths:\n  /a: { summary: A., $ref: 'a.yaml' }";
    assert_snapshot!(complaints(root, &[("a.yaml", "get: { responses: { '204': { description: None. } } }")]), @"api.yaml:4:9: `summary` beside `$ref` does not count in OpenAPI 3.0; move it to what is referred to, or remove it (at #/paths/~1a/summary)");
}

#[test]
fn data_that_looks_like_a_reference_is_data() {
    let root = "paths: {}
components:
  schemas:
    A:
      type: object
      properties: { $ref: { type: string } }
      default: { $ref: nowhere }
      example: { $ref: 'https://example.com' }";
    assert_snapshot!(complaints(root, &[]), @"nothing to complain about");
}
