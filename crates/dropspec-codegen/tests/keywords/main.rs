//! Checks `docs/KEYWORDS.md`: it lists every keyword of OpenAPI 3.0, and each one is tried.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use dropspec_codegen::lower::typed;
use dropspec_openapi::document::Document;
use dropspec_openapi::grammar::{DOCUMENT, ObjectRule, Rule};
use dropspec_openapi::json_schema::{self, Direction};
use dropspec_openapi::node::Node;
use dropspec_openapi::source::Source;

const TABLE: &str = include_str!("../../../docs/KEYWORDS.md");

/// The rows of the tables, by object and keyword.
fn table() -> BTreeMap<(String, String), String> {
    let mut rows = BTreeMap::new();
    let mut object = String::new();
    for line in TABLE.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            object = heading.to_lowercase();
        } else if let Some((keyword, rest)) = line.strip_prefix("| `").and_then(|row| row.split_once("` | ")) {
            let verdict = rest.split(" | ").next().unwrap_or_default();
            rows.insert((object.clone(), keyword.to_owned()), verdict.to_owned());
        }
    }
    rows
}

/// All objects of the grammar with fixed keywords.
fn objects() -> Vec<&'static ObjectRule> {
    let (mut found, mut seen, mut queue) = (Vec::new(), HashSet::new(), vec![&DOCUMENT]);
    while let Some(object) = queue.pop() {
        if seen.insert(object.label) {
            found.push(object);
            queue.extend(object.fields.iter().map(|(_, form)| *form).chain(object.other_keys).filter_map(part));
        }
    }
    found.retain(|object| !object.fields.is_empty());
    found
}

fn part(form: Rule) -> Option<&'static ObjectRule> {
    match form {
        Rule::One(object) | Rule::FlagOr(object) => Some(object),
        Rule::List(inner) | Rule::Map(inner) => part(*inner),
        _ => None,
    }
}

/// A document with one of each object.
fn document() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1", "contact": {}, "license": { "name": "L" } },
        "servers": [{ "url": "https://{v}.example", "variables": { "v": { "default": "a" } } }],
        "tags": [{ "name": "t" }],
        "externalDocs": { "url": "https://example.com" },
        "paths": {
            "/others/{id}": {},
            "/things/{id}": { "post": {
                "operationId": "op",
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                    { "name": "q", "in": "query", "schema": { "type": "string" } }
                ],
                "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": {
                    "schema": { "type": "object", "properties": { "a": { "type": "string" } } },
                    "encoding": { "a": {} }
                } } },
                "responses": { "200": {
                    "description": "d",
                    "headers": { "X-A": { "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "type": "string" } } },
                    "links": { "l": { "operationId": "op" } }
                } }
            } }
        },
        "components": {
            "schemas": {
                "Item": { "xml": {} },
                "Held": { "type": "object", "properties": { "value": { "$ref": "#/components/schemas/Item" } } },
                "Pick": {
                    "oneOf": [{ "$ref": "#/components/schemas/Held" }], "discriminator": { "propertyName": "value" }
                }
            },
            "examples": { "e": {} },
            "securitySchemes": { "s": {
                "type": "oauth2", "flows": { "authorizationCode": {
                    "authorizationUrl": "https://example.com", "tokenUrl": "https://example.com", "scopes": {}
                } }
            } }
        }
    })
}

/// The pointer to an object of the document.
fn place(what: &str) -> &'static str {
    match what {
        "the document" => "",
        "the info" => "/info",
        "a contact" => "/info/contact",
        "a license" => "/info/license",
        "a server" => "/servers/0",
        "a server's variable" => "/servers/0/variables/v",
        "a tag" => "/tags/0",
        "external documentation" => "/externalDocs",
        "a path" => "/paths/~1things~1{id}",
        "an operation" => "/paths/~1things~1{id}/post",
        "a parameter" => "/paths/~1things~1{id}/post/parameters/1",
        "a request body" => "/paths/~1things~1{id}/post/requestBody",
        "a media type" => "/paths/~1things~1{id}/post/requestBody/content/application~1x-www-form-urlencoded",
        "an encoding" => "/paths/~1things~1{id}/post/requestBody/content/application~1x-www-form-urlencoded/encoding/a",
        "a response" => "/paths/~1things~1{id}/post/responses/200",
        "a header" => "/paths/~1things~1{id}/post/responses/200/headers/X-A",
        "a link" => "/paths/~1things~1{id}/post/responses/200/links/l",
        "the components" => "/components",
        "a schema" => "/components/schemas/Item",
        "an xml object" | "an XML object" => "/components/schemas/Item/xml",
        "a discriminator" => "/components/schemas/Pick/discriminator",
        "an example" => "/components/examples/e",
        "a security scheme" => "/components/securitySchemes/s",
        "the flows" => "/components/securitySchemes/s/flows",
        "a flow" => "/components/securitySchemes/s/flows/authorizationCode",
        other => panic!("the document has no {other}"),
    }
}

/// A value for a keyword, and the keywords that it requires beside it.
fn sample(what: &str, keyword: &str, form: Rule) -> Value {
    let operation = || json!({ "operationId": "other", "responses": { "204": { "description": "d" } } });
    let set = |value: Value| json!({ keyword: value });
    match (what, keyword) {
        ("a path", "$ref") => json!({ "post": null, "$ref": "#/paths/~1others~1{id}" }),
        ("a path", "post")
        | ("a parameter" | "a header", "schema")
        | ("the document", "paths" | "info" | "openapi") => json!({}),
        ("a path", "get" | "put" | "delete" | "options" | "head" | "patch" | "trace") => {
            let mut operation = operation();
            operation["parameters"] =
                json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
            set(operation)
        }
        ("a path", "parameters") => json!({ "parameters": [] }),
        ("the info", "title" | "version")
        | ("a license", "name")
        | ("a tag", "name")
        | ("a server's variable", "default") => json!({}),
        ("a server", "url" | "variables") | ("external documentation", "url") => json!({}),
        ("an operation", "tags") => set(json!(["t"])),
        ("an operation", "operationId" | "parameters" | "requestBody" | "responses") => json!({}),
        ("an operation", "security") | ("the document", "security") => set(json!([{ "s": [] }])),
        ("a parameter", "name" | "in") | ("a response", "description" | "headers" | "content" | "links") => json!({}),
        ("a parameter", "style") => set(json!("form")),
        ("a header", "style") => set(json!("simple")),
        ("a parameter" | "a header", "content") => {
            json!({ "schema": null, "content": { "application/json": { "schema": { "type": "integer" } } } })
        }
        ("a request body", "content") | ("a media type", "schema" | "encoding") => json!({}),
        ("an encoding", "contentType") => set(json!("text/plain")),
        ("an encoding", "style") => set(json!("form")),
        ("a link", "operationRef") => json!({ "operationId": null, "operationRef": "#/paths/~1things~1{id}/post" }),
        ("a link", "operationId") | ("a discriminator", "propertyName") => json!({}),
        ("a discriminator", "mapping") => set(json!({ "x": "Held" })),
        ("the components", "schemas" | "examples" | "securitySchemes") => json!({}),
        ("the components", "requestBodies") => set(json!({ "x": { "content": { "text/plain": {} } } })),
        ("the components", "links") => set(json!({ "x": { "operationId": "op" } })),
        ("a server's variable", "enum") => set(json!(["a"])),
        ("a security scheme", "type" | "flows") | ("the flows", "authorizationCode") => json!({}),
        ("a flow", "authorizationUrl" | "tokenUrl" | "scopes") => json!({}),
        ("a security scheme", "name" | "in") => {
            json!({ "type": "apiKey", "flows": null, "in": "header", "name": "X-Key" })
        }
        ("a security scheme", "scheme" | "bearerFormat") => {
            json!({ "type": "http", "flows": null, "scheme": "bearer", "bearerFormat": "JWT" })
        }
        ("a security scheme", "openIdConnectUrl") => {
            json!({ "type": "openIdConnect", "flows": null, "openIdConnectUrl": "https://example.com" })
        }
        ("the flows", "implicit") => set(json!({ "authorizationUrl": "https://example.com", "scopes": {} })),
        ("the flows", _) => set(json!({ "tokenUrl": "https://example.com", "scopes": {} })),
        ("a schema", "type") => set(json!("string")),
        ("a schema", "exclusiveMaximum") => json!({ "maximum": 1, "exclusiveMaximum": true }),
        ("a schema", "exclusiveMinimum") => json!({ "minimum": 1, "exclusiveMinimum": true }),
        ("a schema", "nullable") => json!({ "type": "string", "nullable": true }),
        ("a schema", "format") => set(json!("uuid")),
        ("a schema", "discriminator") => {
            json!({ "oneOf": [{ "$ref": "#/components/schemas/Held" }], "discriminator": { "propertyName": "value" } })
        }
        ("a schema", "additionalProperties") => set(json!(false)),
        ("a schema", "enum") => set(json!(["a"])),
        ("a schema", "items") => set(json!({ "type": "string" })),
        ("a schema", "default") => json!({ "type": "string", "default": "a" }),
        _ => set(of_form(form)),
    }
}

fn of_form(form: Rule) -> Value {
    match form {
        Rule::Text | Rule::SchemaName | Rule::OperationReference => json!("text"),
        Rule::Flag => json!(true),
        Rule::Number | Rule::Count => json!(1),
        Rule::Any => json!("a"),
        Rule::One(object) | Rule::FlagOr(object) => {
            let required = object.required.iter().map(|key| ((*key).to_owned(), json!("text")));
            Value::Object(required.collect())
        }
        Rule::List(item) => json!([of_form(*item)]),
        Rule::Map(item) => json!({ "x": of_form(*item) }),
    }
}

/// A document with a keyword, and one with only the keywords beside it.
fn trial(what: &str, keyword: &str, form: Rule) -> (Value, Value) {
    let (mut with, mut without) = (document(), document());
    let sample = sample(what, keyword, form);
    for (key, value) in sample.as_object().unwrap() {
        for (document, applies) in [(&mut with, true), (&mut without, key != keyword)] {
            let object = document.pointer_mut(place(what)).unwrap().as_object_mut().unwrap();
            match value {
                Value::Null => drop(object.remove(key)),
                _ if applies => drop(object.insert(key.clone(), value.clone())),
                _ => {}
            }
        }
    }
    (with, without)
}

fn source(document: &Value) -> Source {
    Source::parse("table.json".as_ref(), &document.to_string()).unwrap()
}

/// The lowered schemas, and those of `Held`, which refers to the schema under test.
fn effect(document: &Value) -> Vec<Value> {
    let source = source(document);
    let document = Document::read(&source).unwrap();
    let item = Node::root(&source).get("components").unwrap().get("schemas").unwrap();
    ["Item", "Held"]
        .iter()
        .flat_map(|name| {
            let node = item.get(name).unwrap();
            let ways = [Direction::Request, Direction::Response].map(|way| json_schema::convert(&node, way).unwrap());
            ways.into_iter().chain([typed(&document, &node).unwrap()])
        })
        .map(without_description)
        .collect()
}

fn without_description(mut lowered: Value) -> Value {
    if let Value::Object(keywords) = &mut lowered {
        keywords.shift_remove("description");
    }
    lowered
}

/// How a keyword is handled.
fn outcome(what: &str, keyword: &str, form: Rule) -> String {
    let (with, without) = trial(what, keyword, form);
    if let Err(found) = Document::read(&source(&with)) {
        assert!(
            found.0.iter().all(|one| !one.pointer.is_empty() || what == "the document"),
            "{what} {keyword}: {found}"
        );
        return format!("rejected: {found}");
    }
    if !source(&with).warnings().is_empty() {
        return "ignored".to_owned();
    }
    match what {
        "a schema" if effect(&with) == effect(&without) => "documentation".to_owned(),
        "a schema" => "supported".to_owned(),
        _ => "accepted".to_owned(),
    }
}

#[test]
fn keywords_md_covers_every_keyword() {
    let mut table = table();
    let mut wrong = Vec::new();
    for object in objects() {
        for (keyword, form) in object.fields {
            let row = table.remove(&(object.label.to_lowercase(), (*keyword).to_owned()));
            let outcome = outcome(object.label, keyword, *form);
            let fits = match row.as_deref() {
                Some("ignored") => outcome == "ignored",
                Some("rejected") => outcome.starts_with("rejected"),
                Some("supported") => ["supported", "accepted"].contains(&outcome.as_str()),
                Some("documentation") => ["documentation", "accepted"].contains(&outcome.as_str()),
                _ => false,
            };
            if !fits {
                wrong.push(format!("{} | {keyword} | {row:?} | {outcome}", object.label));
            }
        }
    }
    wrong.extend(table.keys().map(|key| format!("{key:?} is not a keyword")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
