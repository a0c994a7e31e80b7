//! References that cannot be followed.

use insta::assert_snapshot;

use crate::support::diagnostics;

fn schema(reference: &str) -> String {
    let root = format!(
        "paths: {{}}\ncomponents:\n  schemas:\n    A: {{ type: object, properties: {{ b: {{ $ref: '{reference}' }} }} }}\n  parameters:\n    P: {{ name: p, in: query, schema: {{ type: string }} }}"
    );
    diagnostics(&root, &[("other.yaml", "B: { type: string }\nC: { $ref: '#/D' }\nD: { $ref: 'other.yaml#/C' }")])
}

#[test]
fn remote_references_are_rejected() {
    assert_snapshot!(schema("https://example.com/pet.yaml#/Pet"), @"api.yaml:6:38: `https://example.com/pet.yaml#/Pet` is remote, and builds do not use the network; store the file beside the document and use a relative path (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("//example.com/pet.yaml"), @"api.yaml:6:38: `//example.com/pet.yaml` is remote, and builds do not use the network; store the file beside the document and use a relative path (at #/components/schemas/A/properties/b)");
}

#[test]
fn absolute_paths_are_rejected() {
    assert_snapshot!(schema("/srv/pet.yaml"), @"api.yaml:6:38: `/srv/pet.yaml` is an absolute path, which differs between machines; use a path relative to this file (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("file:///srv/pet.yaml"), @"api.yaml:6:38: `file:///srv/pet.yaml` is an absolute path, which differs between machines; use a path relative to this file (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("C:\\pet.yaml"), @r"api.yaml:6:38: `C:\pet.yaml` is an absolute path, which differs between machines; use a path relative to this file (at #/components/schemas/A/properties/b)");
}

#[test]
fn dangling_references_are_rejected() {
    assert_snapshot!(schema("missing.yaml"), @"api.yaml:6:38: `missing.yaml` cannot be read: file not found (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("other.yaml#/A"), @"api.yaml:6:38: cannot resolve `other.yaml#/A` (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("other.yaml#B"), @"api.yaml:6:38: `other.yaml#B` has a fragment that is not a JSON Pointer; start it with a slash (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("#/components/schemas/A/properties/c"), @"api.yaml:6:38: cannot resolve `#/components/schemas/A/properties/c` (at #/components/schemas/A/properties/b)");
}

#[test]
fn references_to_another_kind_are_rejected() {
    assert_snapshot!(schema("#"), @"api.yaml:6:38: `#` is the whole document, and a schema is expected here (at #/components/schemas/A/properties/b)");
    assert_snapshot!(schema("#/components/parameters/P"), @"api.yaml:6:38: `#/components/parameters/P` is one of the parameters, and a schema is expected here (at #/components/schemas/A/properties/b)");
}

#[test]
fn circular_references_between_files_are_rejected() {
    assert_snapshot!(schema("other.yaml#/C"), @"api.yaml:6:38: circular references (at #/components/schemas/A/properties/b)");
    let root = "paths: {}\ncomponents: { schemas: { A: { $ref: 'a.yaml' } } }";
    assert_snapshot!(diagnostics(root, &[("a.yaml", "$ref: 'api.yaml#/components/schemas/A'")]), @"api.yaml:4:26: circular references (at #/components/schemas/A)");
}

#[test]
fn a_path_cannot_contain_itself() {
    let root = "paths:
  /subscribe:
    post:
      operationId: subscribe
      responses: { '204': { description: None. } }
      callbacks: { again: { '{$request.query.url}': { $ref: '#/paths/~1subscribe' } } }";
    assert_snapshot!(diagnostics(root, &[]), @"api.yaml:8:29: this path contains itself and cannot be inlined (at #/paths/~1subscribe/post/callbacks/again/{$request.query.url})");
}

#[test]
fn siblings_of_a_path_reference_are_rejected() {
    let root = "paths:\n  /a: { summary: A., $ref: 'a.yaml' }";
    assert_snapshot!(diagnostics(root, &[("a.yaml", "get: { responses: { '204': { description: None. } } }")]), @"api.yaml:4:3: `summary` beside `$ref` is undefined; move it into the referenced path (at #/paths/~1a)");
}

#[test]
fn data_may_look_like_a_reference() {
    let root = "paths: {}
components:
  schemas:
    A:
      type: object
      properties: { $ref: { type: string } }
      default: { $ref: nowhere }
      example: { $ref: 'https://example.com' }";
    assert_snapshot!(diagnostics(root, &[]), @"no diagnostics");
}
