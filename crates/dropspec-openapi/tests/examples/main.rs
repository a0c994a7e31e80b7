//! Examples: the responses made of them, and those that violate their schemas.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use dropspec_openapi::document::Document;
use dropspec_openapi::examples;
use dropspec_openapi::node::Node;
use dropspec_openapi::source::Source;
use insta::assert_snapshot;

/// A document with an operation for each content, and some schemas.
fn source(contents: &[&str]) -> Source {
    let mut text = "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths:\n".to_owned();
    for (index, content) in contents.iter().enumerate() {
        text.push_str(&format!(
            "  /{index}:
    get:
      operationId: get-{index}
      responses:
        '404': {{ description: Nothing., content: {{ application/json: {{ schema: {{}}, example: 404 }} }} }}
        '200': {{ description: Something., content: {{ application/json: {content} }} }}
"
        ));
    }
    text.push_str(
        "components:
  schemas:
    Size: { type: string, enum: [small, large] }
    Name: { type: string, maxLength: 5, example: Ada }
    Person:
      type: object
      required: [name]
      properties:
        name: { $ref: '#/components/schemas/Name' }
        size: { $ref: '#/components/schemas/Size' }
        age: { type: integer }
        friends: { type: array, items: { $ref: '#/components/schemas/Person' } }
    Old:
      type: object
      required: [age]
      properties: { name: { $ref: '#/components/schemas/Name' }, age: { type: integer } }
",
    );
    Source::parse("api.yaml".as_ref(), &text).unwrap()
}

/// The example responses, one per line.
fn example_responses(contents: &[&str]) -> String {
    let source = source(contents);
    let example_responses =
        examples::example_responses(&Document::read(&source).unwrap(), &Node::root(&source)).unwrap();
    let line = |response: &examples::ExampleResponse| {
        format!("{} {} {}\n", response.operation, response.status, response.body)
    };
    example_responses.iter().map(line).collect()
}

#[test]
fn an_example_is_a_response() {
    let contents = [
        "{ schema: { type: integer }, example: 1 }",
        "{ schema: { type: integer }, examples: { a: { externalValue: 'a.json' }, b: { value: 2 }, c: { value: 3 } } }",
        "{ schema: { type: integer, example: 4 } }",
        "{ schema: { type: array, items: { $ref: '#/components/schemas/Name' } } }",
    ];
    assert_snapshot!(example_responses(&contents), @r#"
    get-0 200 1
    get-1 200 2
    get-2 200 4
    get-3 200 ["Ada"]
    "#);
}

#[test]
fn a_response_is_assembled_from_the_examples_of_properties() {
    let contents = [
        "{ schema: { $ref: '#/components/schemas/Person' } }",
        "{ schema: { allOf: [{ $ref: '#/components/schemas/Person' }, { type: object, required: [x], properties: { x: { type: boolean, example: true } } }] } }",
        "{ schema: { oneOf: [{ type: integer }, { $ref: '#/components/schemas/Name' }] } }",
    ];
    assert_snapshot!(example_responses(&contents), @r#"
    get-0 200 {"name":"Ada","size":"small"}
    get-1 200 {"name":"Ada","size":"small","x":true}
    get-2 200 "Ada"
    "#);
}

#[test]
fn without_an_example_there_is_no_response() {
    let contents = [
        "{ schema: { type: integer } }",
        // A required property has none.
        "{ schema: { $ref: '#/components/schemas/Old' } }",
        // Enums and defaults alone are not examples.
        "{ schema: { $ref: '#/components/schemas/Size' } }",
        "{ schema: { type: object, properties: { size: { type: integer, default: 1 } } } }",
    ];
    assert_eq!(example_responses(&contents), "");
}

#[test]
fn an_invalid_example_is_not_a_response() {
    let contents = [
        "{ schema: { $ref: '#/components/schemas/Name' }, example: Alexander }",
        "{ schema: { type: array, items: { $ref: '#/components/schemas/Person' } }, example: [{}] }",
    ];
    // The examples of the schemas are used instead.
    assert_snapshot!(example_responses(&contents), @r#"
    get-0 200 "Ada"
    get-1 200 [{"name":"Ada","size":"small"}]
    "#);
    let found = examples::invalid_examples(&source(&contents));
    assert_snapshot!(found.iter().map(|found| format!("{found}\n")).collect::<String>(), @r#"
    api.yaml:9:121: this example violates its schema: "Alexander" is longer than 5 characters (at #/paths/~10/get/responses/200/content/application~1json/example)
    api.yaml:15:147: this example violates its schema: "name" is a required property (at /0 of the example) (at #/paths/~11/get/responses/200/content/application~1json/example)
    "#);
}

#[test]
fn all_examples_are_validated() {
    let text = "
openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /a:
    post:
      operationId: a
      parameters:
        - { name: n, in: query, schema: { type: integer }, example: one }
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/A' }, example: 5 } } }
      responses:
        '204':
          description: Done.
          headers: { X-Left: { schema: { type: integer, example: many } } }
components:
  schemas:
    A: { type: string, minLength: 2, example: a }
    B: { type: object, properties: { example: { type: string, example: fine }, c: { type: array, items: { type: integer, example: 0.5 } } } }
";
    let found = examples::invalid_examples(&Source::parse("api.yaml".as_ref(), text).unwrap());
    assert_snapshot!(found.iter().map(|found| format!("{found}\n")).collect::<String>(), @r#"
    api.yaml:9:60: this example violates its schema: "one" is not of type "integer" (at #/paths/~1a/post/parameters/0/example)
    api.yaml:10:113: this example violates its schema: 5 is not of type "string" (at #/paths/~1a/post/requestBody/content/application~1json/example)
    api.yaml:14:57: this example violates its schema: "many" is not of type "integer" (at #/paths/~1a/post/responses/204/headers/X-Left/schema/example)
    api.yaml:17:38: this example violates its schema: "a" is shorter than 2 characters (at #/components/schemas/A/example)
    api.yaml:18:122: this example violates its schema: 0.5 is not of type "integer" (at #/components/schemas/B/properties/c/items/example)
    "#);
}
