//! The changes of the document for each keyword.

use dropspec_openapi::grammar::Rule;
use serde_json::{Value, json};

const RESPONSES: &str = "/paths/~1things~1{id}/post/responses";
const FORM: &str = "/paths/~1things~1{id}/post/requestBody/content/application~1x-www-form-urlencoded";

/// A change after which the object has the keyword; empty if it has it anyway.
pub(crate) fn base(what: &str, keyword: &str, form: Rule) -> Value {
    let set = |value: Value| json!({ keyword: value });
    let strings = || json!({ "type": "array", "items": { "type": "string" } });
    match (what, keyword) {
        ("the document", "openapi" | "info" | "servers" | "paths" | "components" | "security")
        | ("the info", "title" | "version")
        | ("a license" | "a tag", "name")
        | ("a server", "url")
        | ("a server's variable", "default")
        | ("external documentation", "url")
        | ("the components", "schemas" | "examples" | "securitySchemes")
        | ("a path", "post")
        | ("an operation", "operationId" | "parameters" | "requestBody" | "responses")
        | ("a parameter", "name" | "in" | "schema")
        | ("a request body", "content")
        | ("a media type", "schema")
        | ("a response", "description" | "headers" | "content" | "links")
        | ("a header", "schema")
        | ("a link", "operationId")
        | ("a discriminator", "propertyName")
        | ("a security scheme", "type" | "flows")
        | ("the flows", "authorizationCode")
        | ("a flow", "authorizationUrl" | "tokenUrl") => json!({}),
        ("a server", "variables") => json!({ "url": "https://example.com/{v}" }),
        ("a server's variable", "enum") => set(json!(["a"])),
        ("the components", "responses") => json!({
            "responses": { "x": { "description": "d" } }, (format!("{RESPONSES}/201")): { "$ref": "#/components/responses/x" }
        }),
        ("the components", "parameters") => json!({
            "parameters": { "x": { "name": "x", "in": "query", "schema": { "type": "string" } } },
            "/paths/~1things~1{id}/post/parameters/1": { "$ref": "#/components/parameters/x" }
        }),
        ("the components", "requestBodies") => json!({
            "requestBodies": { "x": { "content": { "text/plain": {} } } },
            "/paths/~1things~1{id}/post/requestBody": { "$ref": "#/components/requestBodies/x" }
        }),
        ("the components", "headers") => json!({
            "headers": { "x": { "schema": { "type": "string" } } },
            (format!("{RESPONSES}/200/headers/X-A")): { "$ref": "#/components/headers/x" }
        }),
        ("the components", "links") => set(json!({ "x": { "operationId": "op" } })),
        ("a path", "$ref") => json!({
            "post": null, "$ref": "#/paths/~1others~1{id}", "/paths/~1others~1{id}/get": operation()
        }),
        ("a path", "get" | "put" | "delete" | "options" | "head" | "patch" | "trace") => set(operation()),
        ("a path", "parameters") => set(json!([{ "name": "p", "in": "query", "schema": { "type": "string" } }])),
        ("an operation", "security") => set(json!([])),
        ("a parameter", "style") => json!({ "schema": strings(), "explode": false, "style": "pipeDelimited" }),
        ("a parameter", "explode") => json!({ "schema": strings(), "explode": false }),
        ("a parameter" | "a header", "content") => {
            json!({ "schema": null, "content": { "application/json": { "schema": { "type": "integer" } } } })
        }
        ("a media type", "encoding") => set(json!({ "a": { "contentType": "application/json" } })),
        ("an encoding", "contentType") => set(json!("application/json")),
        ("an encoding", "style") => {
            json!({ (format!("{FORM}/schema/properties/a")): strings(), "explode": false, "style": "pipeDelimited" })
        }
        ("an encoding", "explode") => {
            json!({ (format!("{FORM}/schema/properties/a")): strings(), "explode": false })
        }
        ("a header", "style") => set(json!("simple")),
        ("a header", "explode") => json!({
            "schema": { "type": "object", "properties": { "a": { "type": "string" } } }, "explode": true
        }),
        ("a link", "operationRef") => json!({ "operationId": null, "operationRef": "#/paths/~1things~1{id}/post" }),
        ("a discriminator", "mapping") => set(json!({ "x": "Kind" })),
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
        ("a flow", "scopes") => json!({ "scopes": { "a": "d" }, "/security/0": { "s": ["a"] } }),
        ("a schema", _) => schema(keyword, form),
        _ => set(of_form(form)),
    }
}

/// A change of the schema under test.
fn schema(keyword: &str, form: Rule) -> Value {
    let set = |value: Value| json!({ keyword: value });
    match keyword {
        "type" => set(json!("string")),
        "exclusiveMaximum" => json!({ "maximum": 1, "exclusiveMaximum": true }),
        "exclusiveMinimum" => json!({ "minimum": 1, "exclusiveMinimum": true }),
        "nullable" => json!({ "type": "string", "nullable": true }),
        "format" => set(json!("uuid")),
        "discriminator" => {
            json!({ "oneOf": [{ "$ref": "#/components/schemas/Kind" }], "discriminator": { "propertyName": "value" } })
        }
        "additionalProperties" => set(json!(false)),
        "enum" => set(json!(["a"])),
        "items" => set(json!({ "type": "string" })),
        "default" => json!({ "type": "string", "default": "a" }),
        _ => set(of_form(form)),
    }
}

/// Another change, after which the keyword has another value, if it cannot just be removed.
pub(crate) fn other(what: &str, keyword: &str) -> Option<Value> {
    let set = |value: Value| json!({ keyword: value });
    let integer = || json!({ "type": "integer" });
    Some(match (what, keyword) {
        ("the document", "openapi") => set(json!("3.1.0")),
        ("the document", "info") => set(json!({ "title": "U", "version": "2" })),
        ("the document", "servers") => set(json!([{ "url": "https://example.com/v2" }])),
        ("the document", "paths") => set(json!({})),
        ("the info", "title" | "version")
        | ("a license" | "a tag", "name")
        | ("a server's variable", "default")
        | ("a response", "description") => set(json!("b")),
        ("external documentation", "url") => set(json!("https://example.org")),
        ("a server", "url") => set(json!("https://{v}.example/v2")),
        ("a server", "variables") => set(json!({ "v": { "default": "b" } })),
        ("the components", "schemas") => json!({ "/components/schemas/Item": integer() }),
        ("the components", "responses") => {
            set(json!({ "x": { "description": "d", "content": { "text/plain": { "schema": { "type": "string" } } } } }))
        }
        ("the components", "parameters") => set(json!({ "x": { "name": "x", "in": "query", "schema": integer() } })),
        ("the components", "requestBodies") => set(json!({ "x": { "content": { "image/png": {} } } })),
        ("the components", "headers") => set(json!({ "x": { "schema": integer() } })),
        ("the components", "securitySchemes") => set(json!({ "s": { "type": "http", "scheme": "basic" } })),
        ("an operation", "operationId") => {
            json!({ "operationId": "renamed", (format!("{RESPONSES}/200/links/l/operationId")): "renamed" })
        }
        ("an operation", "parameters") => {
            set(json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]))
        }
        ("an operation", "responses") => set(json!({ "204": { "description": "d" } })),
        ("a parameter", "name") => set(json!("r")),
        ("a parameter", "in") => set(json!("header")),
        ("a parameter" | "a header", "schema") => set(integer()),
        ("a parameter" | "a header", "content") => json!({ "content": null, "schema": integer() }),
        ("a request body", "content") => set(json!({ "text/plain": {} })),
        ("a media type", "schema") => set(json!({ "type": "object", "properties": { "a": integer() } })),
        ("a header", "style") => set(json!("form")),
        ("a link", "operationId") => json!({ "operationId": null, "operationRef": "#/paths/~1things~1{id}/post" }),
        ("a link", "operationRef") => json!({ "operationRef": null, "operationId": "op" }),
        ("a discriminator", "propertyName") => set(json!("other")),
        ("a security scheme", "type") => json!({ "type": "http", "scheme": "basic", "flows": null }),
        ("a security scheme", "flows") => {
            set(json!({ "password": { "tokenUrl": "https://example.com", "scopes": {} } }))
        }
        ("a security scheme", "openIdConnectUrl") => set(json!("https://example.org")),
        ("a security scheme", "name") => set(json!("X-Other")),
        ("a security scheme", "in") => set(json!("query")),
        ("a security scheme", "scheme") => json!({ "scheme": "basic", "bearerFormat": null }),
        ("the flows", "authorizationCode") => json!({
            "authorizationCode": null, "password": { "tokenUrl": "https://example.com", "scopes": {} }
        }),
        ("a flow", "authorizationUrl" | "tokenUrl") => set(json!("https://example.org")),
        ("a flow", "scopes") => set(json!({})),
        ("a schema", "additionalProperties") => set(json!(true)),
        _ => return None,
    })
}

/// An operation of a path with one parameter.
fn operation() -> Value {
    json!({
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "responses": { "204": { "description": "d" } }
    })
}

/// A value of a form.
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
