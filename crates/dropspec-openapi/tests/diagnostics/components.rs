//! Components that nothing uses are checked like those that are used.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_paths, with_schemas};

/// A document with components and no operations.
fn with_components(components: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{ title: Shop, version: 1.0.0 }}\npaths: {{}}\ncomponents:\n  {components}\n")
}

#[test]
fn a_type_is_checked_wherever_it_is() {
    let content =
        "content: { application/json: { schema: { type: object, properties: { a: { items: { type: int } } } } } }";
    for components in [
        "parameters: { A: { name: a, in: query, schema: { type: int } } }".to_owned(),
        "headers: { A: { schema: { type: int } } }".to_owned(),
        "responses: { A: { description: ., headers: { X: { schema: { type: int } } } } }".to_owned(),
        format!("responses: {{ A: {{ description: ., {content} }} }}"),
        format!("requestBodies: {{ A: {{ {content} }} }}"),
        format!(
            "callbacks: {{ A: {{ '{{$url}}': {{ post: {{ requestBody: {{ {content} }}, responses: {{}} }} }} }} }}"
        ),
    ] {
        let found = diagnostics(&with_components(&components));
        assert!(found.contains("`int` is not a type; write `integer`"), "{components}: {found}");
    }
}

#[test]
fn components_are_valid_by_themselves() {
    assert_snapshot!(diagnostics(&with_components("parameters: { A: { name: '', in: cookie, schema: { type: string } } }")), @"
    api.yaml:5:22: a parameter must have a name (at #/components/parameters/A/name)
        |   parameters: { A: { name: '', in: cookie, schema: { type: string } } }
        |                      ^
    ");
    assert_snapshot!(diagnostics(&with_components("requestBodies: { A: { content: { a/b: { schema: { required: [x, x] } } } } }")), @r#"
    api.yaml:5:67: "x" is required twice; remove one of them (at #/components/requestBodies/A/content/a~1b/schema/required/1)
        |   requestBodies: { A: { content: { a/b: { schema: { required: [x, x] } } } } }
        |                                                                   ^
    "#);
}

#[test]
fn parameters_of_a_path_without_operations_are_checked() {
    let path = "'/a/{b}': { parameters: [ { name: c, in: path, required: true, schema: { type: string } } ] }";
    assert_snapshot!(diagnostics(&with_paths(path)), @"
    api.yaml:4:29: the path /a/{b} does not contain `{c}` (at #/paths/~1a~1{b}/parameters/0)
        |   '/a/{b}': { parameters: [ { name: c, in: path, required: true, schema: { type: string } } ] }
        |                             ^
    ");
}

#[test]
fn parts_of_contradictory_types_are_rejected() {
    let all = |parts: &str| {
        diagnostics(&with_schemas(&format!(
            "N: {{ type: number }}\nItem: {{ type: object, properties: {{ a: {parts} }} }}"
        )))
    };
    assert_snapshot!(all("{ allOf: [ { type: string }, { type: integer } ] }"), @"
    api.yaml:7:41: no value satisfies this schema: one part has the type `string` and another the type `integer` (at #/components/schemas/Item/properties/a)
        |     Item: { type: object, properties: { a: { allOf: [ { type: string }, { type: integer } ] } } }
        |                                         ^
    ");
    assert_snapshot!(all("{ type: string, allOf: [ { allOf: [ { $ref: '#/components/schemas/N' } ] } ] }"), @"
    api.yaml:7:41: no value satisfies this schema: one part has the type `string` and another the type `number` (at #/components/schemas/Item/properties/a)
        |     Item: { type: object, properties: { a: { type: string, allOf: [ { allOf: [ { $ref: '#/components/schemas/N' } ] } ] } } }
        |                                         ^
    ");
    assert_eq!(all("{ type: integer, allOf: [ { $ref: '#/components/schemas/N' } ] }"), "no diagnostics");
    assert_eq!(
        all("{ allOf: [ { type: string, nullable: true }, { type: object, nullable: true } ] }"),
        "no diagnostics"
    );
}
