//! A document with one of each object, for changes of their keywords.

use serde_json::{Value, json};

/// The document.
pub(crate) fn document() -> Value {
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
                "requestBody": { "content": {
                    "application/x-www-form-urlencoded": {
                        "schema": { "type": "object", "properties": { "a": { "type": "string" } } },
                        "encoding": { "a": {} }
                    },
                    "application/json": { "schema": { "$ref": "#/components/schemas/Held" } }
                } },
                "responses": { "200": {
                    "description": "d",
                    "headers": { "X-A": { "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Held" } } },
                    "links": { "l": { "operationId": "op" } }
                } }
            } }
        },
        "components": {
            "schemas": {
                "Item": { "xml": {} },
                "Held": { "type": "object", "properties": {
                    "value": { "$ref": "#/components/schemas/Item" }, "pick": { "$ref": "#/components/schemas/Pick" }
                } },
                "Pick": {
                    "oneOf": [{ "$ref": "#/components/schemas/Kind" }], "discriminator": { "propertyName": "value" }
                },
                "Kind": { "type": "object", "properties": { "value": { "type": "string" } } }
            },
            "examples": { "e": {} },
            "securitySchemes": { "s": {
                "type": "oauth2", "flows": { "authorizationCode": {
                    "authorizationUrl": "https://example.com", "tokenUrl": "https://example.com", "scopes": {}
                } }
            } }
        },
        "security": [{ "s": [] }]
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
        "an XML object" => "/components/schemas/Item/xml",
        "a discriminator" => "/components/schemas/Pick/discriminator",
        "an example" => "/components/examples/e",
        "a security scheme" => "/components/securitySchemes/s",
        "the flows" => "/components/securitySchemes/s/flows",
        "a flow" => "/components/securitySchemes/s/flows/authorizationCode",
        other => panic!("the document has no {other}"),
    }
}

/// The document with one change or two of an object. The keys of a change are keywords of the object, or pointers; null removes a keyword.
pub(crate) fn changed(what: &str, first: &Value, second: Option<&Value>) -> Value {
    let mut document = document();
    for change in [Some(first), second].into_iter().flatten() {
        for (key, value) in change.as_object().unwrap() {
            let (parent, key) = match key.rsplit_once('/') {
                Some((parent, key)) => (parent, key.replace("~1", "/")),
                None => (place(what), key.clone()),
            };
            match document.pointer_mut(parent) {
                Some(Value::Array(items)) => items[key.parse::<usize>().unwrap()] = value.clone(),
                Some(Value::Object(object)) if value.is_null() => drop(object.remove(&key)),
                Some(Value::Object(object)) => drop(object.insert(key, value.clone())),
                _ => panic!("the document has no {parent}"),
            }
        }
    }
    document
}
