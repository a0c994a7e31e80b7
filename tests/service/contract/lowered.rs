//! The document without what dropshot has no words for.

use serde_json::{Map, Value, json};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// The document as dropshot could have worded it.
///
/// It knows one success with JSON, and one kind of error, JSON too, for all of `4XX` and `5XX`; neither has headers.
/// It loses the defaults of parameters, takes lists of values for texts, and sorts the names of required properties. Its lists are of
/// whole records, the first of what the document lets them be.
pub(super) fn lowered(document: &Value) -> Value {
    let mut lowered = document.clone();
    for item in members(&mut lowered["paths"]) {
        // Only browsers send what only pages have.
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
    sort_required(&mut lowered["components"]["schemas"]);
    lowered
}

fn members(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(Map::values_mut)
}

fn responses(document: &Value, responses: &Value) -> Value {
    let mut lowered = Map::new();
    for (status, response) in responses.as_object().unwrap() {
        let mut response = resolved(document, response).clone();
        if status.starts_with('2') && !lowered.is_empty() {
            continue;
        }
        if status.starts_with('2') {
            response.as_object_mut().unwrap().remove("headers");
            only_json(&mut response);
            let items = response.pointer_mut("/content/application~1json/schema/items");
            if let Some(items) = items.filter(|items| items.get("anyOf").is_some()) {
                *items = items["anyOf"][0].take();
            }
            lowered.insert(status.clone(), response);
        } else if !status.starts_with('3') {
            let schema = &response["content"][PROBLEM]["schema"];
            let error = json!({ "description": "", "content": { JSON: { "schema": schema } } });
            lowered.insert("4XX".to_owned(), error.clone());
            lowered.insert("5XX".to_owned(), error);
        }
    }
    lowered.into()
}

/// A body that is not JSON is bytes to dropshot.
fn request_body(body: &mut Value) {
    let first = members(&mut body["content"]).next().expect("a body has a media type").clone();
    only_json(body);
    if body["content"].get(JSON).is_none() {
        body["content"] = json!({ "application/octet-stream": first });
    }
}

/// The first body that is JSON, or built on it, as JSON.
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

/// What a response is, wherever it stands.
fn resolved<'d>(document: &'d Value, response: &'d Value) -> &'d Value {
    match response.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect(reference),
        None => response,
    }
}
