//! The request that a command line stands for.

use std::error::Error as _;
use std::io::Read;

use clap::ArgMatches;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Map, Value};

use crate::command::{JSON_BODY, flag_name, is_free};
use crate::{Body, CallError, Operation, Parameter, Place};

/// What is encoded in a segment of a path (RFC 3986, section 3.3).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Sends the request of an operation, and waits for the answer.
pub(crate) async fn send(operation: &Operation, arguments: &ArgMatches) -> Result<Response, CallError> {
    let url = arguments.get_one::<String>("url").map(String::as_str).unwrap_or_default();
    let url = format!("{}{}", url.trim_end_matches('/'), path(operation, arguments));
    let method =
        Method::from_bytes(operation.method.as_bytes()).map_err(|error| CallError::Broken(error.to_string()))?;
    let mut request = Client::new().request(method, &url);
    for (parameter, value) in given(operation.parameters, arguments) {
        request = match parameter.place {
            Place::Query => value.iter().fold(request, |request, item| request.query(&[(parameter.name, item)])),
            Place::Header => request.header(parameter.name, value.join(",")),
            Place::Cookie => request.header("cookie", format!("{}={}", parameter.name, value.join(","))),
            Place::Path | Place::Body => request,
        };
    }
    for (name, value) in arguments.get_many::<(String, String)>("header").into_iter().flatten() {
        request = request.header(name, value);
    }
    if let Some(body) = &operation.body {
        request = with_body(request, operation, body, arguments)?;
    }
    request.send().await.map_err(|error| {
        if error.is_builder() {
            return CallError::Usage(format!("{url}: {}", chain(&error)));
        }
        CallError::Unreachable { url, reason: chain(&error.without_url()) }
    })
}

/// The innermost reason: what is around it says only that there is one.
fn chain(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    if error.source().is_none() { error.to_string() } else { reason.to_string() }
}

fn path(operation: &Operation, arguments: &ArgMatches) -> String {
    let in_path = given(operation.parameters, arguments).filter(|(parameter, _)| parameter.place == Place::Path);
    in_path.fold(operation.path.to_owned(), |path, (parameter, value)| {
        let items: Vec<String> = value.iter().map(|item| utf8_percent_encode(item, SEGMENT).to_string()).collect();
        path.replace(&format!("{{{}}}", parameter.name), &items.join(","))
    })
}

/// The parameters that there are flags for, with their values as text; a list has several, which go the way that OpenAPI has
/// for them unless a document says otherwise.
fn given<'a>(
    parameters: &'a [Parameter],
    arguments: &'a ArgMatches,
) -> impl Iterator<Item = (&'a Parameter, Vec<String>)> {
    parameters.iter().filter_map(|parameter| {
        let values = match arguments.get_one::<Value>(&flag_name(parameter.name))? {
            Value::Array(items) => items.iter().map(text).collect(),
            other => vec![text(other)],
        };
        Some((parameter, values))
    })
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The body that is given as a whole, and the properties that flags are given for.
fn with_body(
    request: RequestBuilder,
    operation: &Operation,
    body: &Body,
    arguments: &ArgMatches,
) -> Result<RequestBuilder, CallError> {
    let whole = arguments.get_one::<String>(JSON_BODY).map(|file| read(file)).transpose()?;
    let mut properties = Map::new();
    for property in body.properties.iter().filter(|property| is_free(operation, property)) {
        if let Some(value) = arguments.get_one::<Value>(&flag_name(property.name)) {
            properties.insert(property.name.to_owned(), value.clone());
        }
    }
    let value = match (whole, properties.is_empty()) {
        (Some(whole), true) => whole,
        (Some(Value::Object(mut whole)), false) => {
            whole.extend(properties);
            Value::Object(whole)
        }
        (Some(_), false) => {
            return Err(CallError::Usage(format!("--{JSON_BODY} is no object, so flags cannot be added to it")));
        }
        (None, false) => Value::Object(properties),
        (None, true) if body.required => {
            return Err(CallError::Usage(format!("there is nothing to send: give flags or --{JSON_BODY}")));
        }
        (None, true) => return Ok(request),
    };
    Ok(request.header("content-type", body.media_type).body(value.to_string()))
}

/// Reads JSON from a file; `-` is standard input.
fn read(file: &str) -> Result<Value, CallError> {
    let mut text = String::new();
    let outcome = match file {
        "-" => std::io::stdin().read_to_string(&mut text).map(drop),
        file => std::fs::read_to_string(file).map(|content| text = content),
    };
    outcome.map_err(|error| CallError::Usage(format!("{file}: cannot be read: {error}")))?;
    serde_json::from_str(&text).map_err(|error| CallError::Usage(format!("{file}: not JSON: {error}")))
}
