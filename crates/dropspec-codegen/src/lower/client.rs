//! The document for progenitor.

use dropspec_openapi::document::{
    COMPONENT_SCHEMAS, Content, Document, Location, MediaKind, Operation, Parameter, Response, Serialization, Status,
    Style, format_parameter,
};
use dropspec_openapi::node::{Checked, Node};
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::schema_map::map_schema;
use super::typed::{typed, typed_components};
use crate::error::internal;

/// Lowers the document for progenitor: one media type per body, one type for all successes and one for all errors. A
/// parameter in a style that progenitor does not support is a string, which the caller has to serialize.
///
/// # Errors
/// If the document is malformed, or `openapiv3` cannot represent it.
pub fn for_client(document: &Document<'_>) -> Checked<OpenAPI> {
    let schemas: Map<String, Value> =
        typed_components(document)?.into_iter().map(|(name, schema)| (name, openapi_nullable(&schema))).collect();
    let mut paths = Map::new();
    // Only browsers submit forms of pages.
    for operation in document.operations.iter().filter(|operation| !operation.is_for_pages()) {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_lowercase()] = lowered(document, operation)?;
    }
    let lowered = json!({
        "openapi": "3.0.3",
        "info": { "title": document.title, "version": document.version },
        "paths": paths,
        "components": { "schemas": schemas },
    });
    serde_json::from_value(lowered)
        .map_err(|error| internal(&format!("cannot represent the document for progenitor: {error}")))
}

fn lowered(document: &Document<'_>, operation: &Operation<'_>) -> Checked<Value> {
    let parameters = operation.parameters.iter().filter(|parameter| !is_left_out(document, operation, parameter));
    let parameters = parameters.map(|parameter| lowered_parameter(document, parameter)).collect::<Checked<Vec<_>>>()?;
    let mut lowered = json!({
        "operationId": operation.id,
        "tags": operation.tags,
        "parameters": parameters,
        "responses": responses(document, operation)?,
    });
    describe(&mut lowered, "summary", operation.summary);
    describe(&mut lowered, "description", operation.description);
    if let Some(body) = &operation.body {
        let content = json_or_first(&body.contents).map(|content| request_content(document, content)).transpose()?;
        lowered["requestBody"] = json!({ "required": body.required, "content": content });
        describe(&mut lowered["requestBody"], "description", body.description);
    }
    Ok(lowered)
}

/// Whether it lists the rows of a table.
fn is_list(operation: &Operation<'_>) -> bool {
    operation.responses.iter().flat_map(|response| &response.contents).any(|content| content.rows.is_some())
}

/// Whether a parameter is omitted from the client's methods: preferences and `If-None-Match` cause responses of other
/// types or without a body, which the return type of a method cannot express.
fn is_left_out(document: &Document<'_>, operation: &Operation<'_>, parameter: &Parameter<'_>) -> bool {
    let names_format = || format_parameter(document, operation).is_some_and(|format| format.name == parameter.name);
    let named = |name: &str| parameter.name.eq_ignore_ascii_case(name);
    match parameter.location {
        Location::Cookie => true,
        Location::Header => named("Prefer") || named("If-None-Match"),
        // These parameters change the type of the items or the media type.
        Location::Query => is_list(operation) && parameter.name == "fields" || names_format(),
        Location::Path => false,
    }
}

/// The responses to a client that never sends the omitted parameters.
fn expected<'d, 's>(operation: &'d Operation<'s>) -> impl Iterator<Item = &'d Response<'s>> {
    let prefers = operation.parameters.iter().any(|parameter| parameter.name.eq_ignore_ascii_case("Prefer"));
    let first = operation.responses.iter().position(|response| response.status.is_success());
    operation.responses.iter().enumerate().filter_map(move |(index, response)| {
        let preferred = prefers && response.status.is_success() && Some(index) != first;
        // 304 is neither success nor error: progenitor reports it as an unexpected response.
        let moved = response.status.is_redirection() && response.contents.is_empty();
        (!preferred && !moved).then_some(response)
    })
}

fn lowered_parameter(document: &Document<'_>, parameter: &Parameter<'_>) -> Checked<Value> {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let known = matches!(parameter.serialization, Serialization::Scalar)
        || (parameter.location == Location::Query
            && parameter.serialization == Serialization::Array(Style::Form, true));
    let schema = if known { lowered_schema(document, &parameter.schema)? } else { json!({ "type": "string" }) };
    let mut lowered = json!({ "name": parameter.name, "in": place, "required": parameter.required, "schema": schema });
    describe(&mut lowered, "description", parameter.description);
    Ok(lowered)
}

fn describe(value: &mut Value, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        value[key] = json!(text);
    }
}

/// The responses. If the bodies of successes, or of errors, differ, they are any JSON; if some have no body, they are bytes.
fn responses(document: &Document<'_>, operation: &Operation<'_>) -> Checked<Value> {
    let mut lowered = Map::new();
    let has_success = operation.responses.iter().any(|response| response.status.is_success());
    for success in [true, false] {
        let of_kind = expected(operation).filter(|response| response.status.is_success() == success);
        let of_kind: Vec<&Response<'_>> = of_kind.collect();
        let contents = of_kind.iter().map(|response| response_content(document, response));
        let contents = contents.collect::<Checked<Vec<Option<Value>>>>()?;
        let mixed = contents.iter().any(|content| *content != contents[0]);
        let with_none = contents.iter().any(Option::is_none);
        for (response, content) in of_kind.into_iter().zip(contents) {
            let content = match (mixed, with_none) {
                (true, true) => Some(bytes()),
                (true, false) => Some(json!({ "application/json": { "schema": {} } })),
                (false, _) => content,
            };
            let mut lowered_response = json!({ "description": response.description });
            if let Some(content) = content {
                lowered_response["content"] = content;
            }
            match response.status {
                // progenitor would use it for successes as well.
                Status::Default if has_success => {
                    for class in ["4XX", "5XX"] {
                        lowered.entry(class).or_insert_with(|| lowered_response.clone());
                    }
                }
                status => drop(lowered.insert(status.text(), lowered_response)),
            }
        }
    }
    Ok(Value::Object(lowered))
}

fn json_or_first<'d, 's>(contents: &'d [Content<'s>]) -> Option<&'d Content<'s>> {
    contents.iter().find(|content| content.kind == MediaKind::Json).or(contents.first())
}

fn request_content(document: &Document<'_>, content: &Content<'_>) -> Checked<Value> {
    Ok(match (&content.schema, content.kind) {
        (Some(schema), MediaKind::Json) => {
            json!({ "application/json": { "schema": lowered_schema(document, schema)? } })
        }
        (Some(schema), MediaKind::Form) => {
            json!({ "application/x-www-form-urlencoded": { "schema": lowered_schema(document, schema)? } })
        }
        (_, MediaKind::Text) => json!({ "text/plain": { "schema": { "type": "string" } } }),
        _ => bytes(),
    })
}

fn response_content(document: &Document<'_>, response: &Response<'_>) -> Checked<Option<Value>> {
    let Some(content) = json_or_first(&response.contents) else { return Ok(None) };
    if let (Some(record), MediaKind::Json) = (content.rows, content.kind) {
        let items = json!({ "$ref": format!("{COMPONENT_SCHEMAS}{record}") });
        return Ok(Some(json!({ "application/json": { "schema": { "type": "array", "items": items } } })));
    }
    Ok(Some(match (&content.schema, content.kind) {
        (Some(schema), MediaKind::Json) => {
            json!({ "application/json": { "schema": lowered_schema(document, schema)? } })
        }
        _ => bytes(),
    }))
}

fn bytes() -> Value {
    json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } })
}

fn lowered_schema(document: &Document<'_>, schema: &Node<'_>) -> Checked<Value> {
    Ok(openapi_nullable(&typed(document, schema)?))
}

/// Converts `type: [x, "null"]` back to `nullable` of OpenAPI 3.0.
fn openapi_nullable(schema: &Value) -> Value {
    map_schema(schema, &|mut keywords| {
        if let Some(Value::Array(kinds)) = keywords.get("type") {
            let kind = kinds.first().cloned().unwrap_or_default();
            keywords.insert("type".to_owned(), kind);
            keywords.insert("nullable".to_owned(), Value::Bool(true));
        }
        keywords
    })
}
