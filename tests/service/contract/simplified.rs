//! Reduces the document to what dropshot can express.

use serde_json::{Map, Value, json};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// Returns the document as dropshot would describe it.
///
/// dropshot knows one successful JSON response and one JSON error for `4XX` and `5XX`, without headers. It drops the defaults of
/// parameters, treats array parameters as strings, and sorts required properties. Of alternative item schemas, it has the first.
pub(super) fn simplified(document: &Value) -> Value {
    let mut simplified = document.clone();
    for item in members(&mut simplified["paths"]) {
        // Form operations are for browsers only.
        if let Some(operations) = item.as_object_mut() {
            operations.retain(|_, operation| operation.get("x-dropspec-operation") != Some(&json!("form")));
        }
        for operation in members(item).filter(|part| part.get("responses").is_some()) {
            operation["responses"] = responses(document, &operation["responses"]);
            if let Some(body) = operation.get_mut("requestBody") {
                request_body(body);
            }
            plain_parameters(document, operation);
        }
        plain_parameters(document, item);
    }
    sort_required(&mut simplified["components"]["schemas"]);
    simplified
}

fn members(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(Map::values_mut)
}

fn responses(document: &Value, responses: &Value) -> Value {
    let mut simplified = Map::new();
    for (status, response) in responses.as_object().unwrap() {
        let mut response = resolved(document, response).clone();
        if status.starts_with('2') && !simplified.is_empty() {
            continue;
        }
        if status.starts_with('2') {
            response.as_object_mut().unwrap().remove("headers");
            only_json(&mut response);
            let items = response.pointer_mut("/content/application~1json/schema/items");
            if let Some(items) = items.filter(|items| items.get("anyOf").is_some()) {
                *items = items["anyOf"][0].take();
            }
            simplified.insert(status.clone(), response);
        } else if !status.starts_with('3') {
            let schema = &response["content"][PROBLEM]["schema"];
            let error = json!({ "description": "", "content": { JSON: { "schema": schema } } });
            simplified.insert("4XX".to_owned(), error.clone());
            simplified.insert("5XX".to_owned(), error);
        }
    }
    simplified.into()
}

/// dropshot treats bodies other than JSON as bytes.
fn request_body(body: &mut Value) {
    let first = members(&mut body["content"]).next().expect("a body has a media type").clone();
    only_json(body);
    if body["content"].get(JSON).is_none() {
        body["content"] = json!({ "application/octet-stream": first });
    }
}

/// Keeps the first JSON-based media type, as JSON.
fn only_json(body: &mut Value) {
    if let Some(content) = body.get_mut("content").and_then(Value::as_object_mut) {
        let json = content.iter().find(|(media_type, _)| *media_type == JSON || media_type.ends_with("+json"));
        *content = json.map(|(_, media)| (JSON.to_owned(), media.clone())).into_iter().collect();
    }
}

fn plain_parameters(document: &Value, part: &mut Value) {
    let Some(parameters) = part.get_mut("parameters").and_then(Value::as_array_mut) else { return };
    parameters.retain(|parameter| resolved(document, parameter)["in"] != "header");
    for parameter in parameters {
        if parameter["schema"]["type"] == "array" {
            parameter["schema"] = json!({ "type": "string" });
            parameter.as_object_mut().unwrap().retain(|key, _| key != "style" && key != "explode");
        }
        if let Some(schema) = parameter["schema"].as_object_mut() {
            schema.remove("default");
        }
    }
}

fn sort_required(schema: &mut Value) {
    if let Some(Value::Array(names)) = schema.get_mut("required") {
        names.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    }
    members(schema).for_each(sort_required);
}

/// Resolves a reference.
fn resolved<'d>(document: &'d Value, response: &'d Value) -> &'d Value {
    match response.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect(reference),
        None => response,
    }
}
