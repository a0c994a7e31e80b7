//! Examples: the responses made of them, and those that violate their schemas.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod arbitrary;

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

/// The example responses of the status 200, one per line.
fn example_responses(contents: &[&str]) -> String {
    let source = source(contents);
    let example_responses =
        examples::example_responses(&Document::read(&source).unwrap(), &Node::root(&source)).unwrap();
    let line = |response: &examples::ExampleResponse| {
        let name = response.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("{}{name} {}\n", response.operation, response.body)
    };
    example_responses.iter().filter(|response| *response.statuses.start() == 200).map(line).collect()
}

#[test]
fn an_example_is_a_response() {
    let contents = [
        "{ schema: { type: integer }, example: 1 }",
        "{ schema: { type: integer }, examples: { a: { externalValue: 'a.json' }, b: { value: 2 }, c: { value: 3 } } }",
        "{ schema: { type: integer, example: 4 } }",
        "{ example: { five: 5 } }",
        "{ schema: { type: array, items: { $ref: '#/components/schemas/Name' } } }",
    ];
    assert_snapshot!(example_responses(&contents), @r#"
    get-0 1
    get-1 b 2
    get-1 c 3
    get-2 4
    get-3 {"five":5}
    get-4 ["Ada"]
    "#);
}

#[test]
fn a_value_is_generated_from_the_examples_of_properties() {
    let contents = [
        "{ schema: { $ref: '#/components/schemas/Person' } }",
        "{ schema: { allOf: [{ $ref: '#/components/schemas/Person' }, { type: object, required: [x], properties: { x: { type: boolean, example: false } } }] } }",
        "{ schema: { allOf: [{ type: object, example: { a: 7 }, properties: { a: { type: integer } } }, { properties: { b: { type: integer } } }] } }",
        "{ schema: { oneOf: [{ $ref: '#/components/schemas/Name' }, { type: integer }] } }",
    ];
    assert_snapshot!(example_responses(&contents), @r#"
    get-0 {"name":"Ada","size":"small","age":0,"friends":[]}
    get-1 {"name":"Ada","size":"small","age":0,"friends":[{"name":"Ada","size":"small","age":0}],"x":false}
    get-2 {"a":7,"b":0}
    get-3 "Ada"
    "#);
}

#[test]
fn a_value_is_generated_without_examples() {
    let contents = [
        "{ schema: { type: integer, minimum: 10, multipleOf: 4 } }",
        "{ schema: { type: number, minimum: 0, exclusiveMinimum: true, maximum: 0.5 } }",
        "{ schema: { type: string, minLength: 8, maxLength: 9 } }",
        "{ schema: { type: string, pattern: '^[A-Z]{2}-\\d+$', minLength: 8 } }",
        "{ schema: { type: string, format: date-time } }",
        "{ schema: { type: array, uniqueItems: true, minItems: 3, items: { type: string, format: uuid } } }",
        "{ schema: { type: object, additionalProperties: { type: number } } }",
        "{ schema: { type: object, required: [key], properties: { key: { type: string, writeOnly: true }, id: { type: string, readOnly: true } } } }",
        "{ schema: { type: object, required: [unknown] } }",
        "{ schema: { $ref: '#/components/schemas/Size' } }",
        "{ schema: { $ref: '#/components/schemas/Old' } }",
        "{ schema: { type: object, properties: { size: { type: integer, default: 1 } } } }",
        "{ schema: { not: { type: object } } }",
        "{}",
    ];
    assert_snapshot!(example_responses(&contents), @r#"
    get-0 12
    get-1 0.25
    get-2 "stringst"
    get-3 "AA-11111"
    get-4 "2024-01-01T12:00:00Z"
    get-5 ["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000002","00000000-0000-4000-8000-000000000003"]
    get-6 {"property1":0}
    get-7 {"id":"string"}
    get-8 {"unknown":{}}
    get-9 "small"
    get-10 {"name":"Ada","age":0}
    get-11 {"size":1}
    get-12 "string"
    get-13 {}
    "#);
}

#[test]
fn recursion_ends() {
    let schemas = "
    Tree: { type: object, required: [left], properties: { left: { $ref: '#/components/schemas/MaybeTree' } } }
    MaybeTree: { type: object, nullable: true, required: [tree], properties: { tree: { $ref: '#/components/schemas/Tree' } } }
    List: { type: object, required: [head, tail], properties: { head: { type: integer }, tail: { $ref: '#/components/schemas/Tail' } } }
    Tail: { oneOf: [{ $ref: '#/components/schemas/List' }, { $ref: '#/components/schemas/End' }] }
    End: { type: string, enum: [end] }
    Endless: { type: object, required: [self], properties: { self: { $ref: '#/components/schemas/Endless' } } }
    Animal: { oneOf: [{ $ref: '#/components/schemas/Cat' }], discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, prey: { type: array, items: { $ref: '#/components/schemas/Animal' } } } }
";
    let mut text = "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\npaths:\n".to_owned();
    for name in ["Tree", "List", "Endless", "Animal"] {
        let content = format!("{{ schema: {{ $ref: '#/components/schemas/{name}' }} }}");
        text.push_str(&format!(
            "  /{name}: {{ get: {{ operationId: {name}, responses: {{ '200': {{ description: It., content: {{ application/json: {content} }} }} }} }} }}\n"
        ));
    }
    let source = Source::parse("api.yaml".as_ref(), &format!("{text}components:\n  schemas:{schemas}")).unwrap();
    let found = examples::example_responses(&Document::read(&source).unwrap(), &Node::root(&source)).unwrap();
    let bodies: Vec<String> = found.iter().map(|found| format!("{} {}", found.operation, found.body)).collect();
    assert_snapshot!(bodies.join("\n"), @r#"
    Tree {"left":null}
    List {"head":0,"tail":"end"}
    Animal {"kind":"cat","prey":[]}
    "#);
}

#[test]
fn all_responses_have_examples() {
    let text = "
openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /a:
    get:
      operationId: a
      responses:
        default: { description: Failed., content: { application/problem+json: { schema: { type: object } } } }
        4XX: { description: Refused. }
        '404': { description: Missing., content: { text/plain: { schema: { type: string } }, 'text/*': { schema: { type: string } } } }
        '204':
          description: Done.
          headers:
            ETag: { required: true, schema: { type: string } }
            X-Left: { schema: { type: integer, example: 3 } }
            X-Kept: { required: true, schema: { type: array, items: { type: integer, minimum: 5 } } }
            X-Other: { schema: { type: integer } }
        '200': { description: An image., content: { image/png: { schema: { type: string, format: binary } }, application/xml: { schema: { type: object } } } }
";
    let source = Source::parse("api.yaml".as_ref(), text).unwrap();
    let found = examples::example_responses(&Document::read(&source).unwrap(), &Node::root(&source)).unwrap();
    let line = |found: &examples::ExampleResponse| {
        format!("{:?} {:?} {:?} {:?}\n", found.statuses, found.media_type, found.headers, found.body)
    };
    assert_snapshot!(found.iter().map(line).collect::<String>(), @r#"
    200..=200 Some("image/png") [] "string"
    204..=204 None [("etag", "\"1\""), ("x-left", "3"), ("x-kept", "5")] ""
    404..=404 Some("text/plain") [] "string"
    400..=499 None [] ""
    200..=599 Some("application/problem+json") [] "{}"
    "#);
}

#[test]
fn an_invalid_example_is_not_a_response() {
    let contents = [
        "{ schema: { $ref: '#/components/schemas/Name' }, example: Alexander }",
        "{ schema: { type: array, items: { $ref: '#/components/schemas/Person' } }, example: [{}] }",
    ];
    // The examples of the schemas are used instead.
    assert_snapshot!(example_responses(&contents), @r#"
    get-0 "Ada"
    get-1 [{"name":"Ada","size":"small","age":0,"friends":[]}]
    "#);
    let found = examples::invalid_examples(&source(&contents));
    assert_snapshot!(found.iter().map(|found| format!("{found}\n")).collect::<String>(), @"
    api.yaml:9:121: this example violates its schema: 'Alexander' is too long (the most is 5) (at #/paths/~10/get/responses/200/content/application~1json/example)
    api.yaml:15:147: this example violates its schema: 'name' is a required property (at /0 of the example) (at #/paths/~11/get/responses/200/content/application~1json/example)
    ");
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
    assert_snapshot!(found.iter().map(|found| format!("{found}\n")).collect::<String>(), @"
    api.yaml:9:60: this example violates its schema: 'one' is not of type 'integer' (at #/paths/~1a/post/parameters/0/example)
    api.yaml:10:113: this example violates its schema: 5 is not of type 'string' (at #/paths/~1a/post/requestBody/content/application~1json/example)
    api.yaml:14:57: this example violates its schema: 'many' is not of type 'integer' (at #/paths/~1a/post/responses/204/headers/X-Left/schema/example)
    api.yaml:17:38: this example violates its schema: 'a' is too short (the least is 2) (at #/components/schemas/A/example)
    api.yaml:18:122: this example violates its schema: 0.5 is not of type 'integer' (at #/components/schemas/B/properties/c/items/example)
    ");
}
