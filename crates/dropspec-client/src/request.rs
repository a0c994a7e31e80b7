//! Builds and sends the request that the arguments describe.

use std::io::Read;

use clap::ArgMatches;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Map, Value};

use crate::command::{JSON_BODY, flag_name, has_flag};
use crate::error::{Error, root_cause};
use crate::operation::{Body, Location, Operation, Parameter};

/// The characters that are percent-encoded in a path segment: all but the unreserved ones (RFC 3986, section 2.3).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Sends the request of an operation, and returns the response.
pub(crate) async fn send(operation: &Operation, arguments: &ArgMatches) -> Result<Response, Error> {
    let url = arguments.get_one::<String>("url").map(String::as_str).unwrap_or_default();
    let url = format!("{}{}", url.trim_end_matches('/'), path(operation, arguments));
    let method = Method::from_bytes(operation.method.as_bytes()).map_err(|error| Error::Usage(error.to_string()))?;
    let mut request = Client::new().request(method, &url);
    for (parameter, value) in given(operation.parameters, arguments) {
        request = match parameter.location {
            Location::Query => value.iter().fold(request, |request, item| request.query(&[(parameter.name, item)])),
            Location::Header => request.header(parameter.name, value.join(",")),
            Location::Cookie => request.header("cookie", format!("{}={}", parameter.name, value.join(","))),
            Location::Path | Location::Body => request,
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
            return Error::Usage(format!("{url}: {}", root_cause(&error)));
        }
        Error::Connect { url, source: error.without_url() }
    })
}

/// The path of an operation, with the values of its parameters.
fn path(operation: &Operation, arguments: &ArgMatches) -> String {
    let in_path = given(operation.parameters, arguments).filter(|(parameter, _)| parameter.location == Location::Path);
    in_path.fold(operation.path.to_owned(), |path, (parameter, value)| {
        let items: Vec<String> = value.iter().map(|item| utf8_percent_encode(item, SEGMENT).to_string()).collect();
        path.replace(&format!("{{{}}}", parameter.name), &items.join(","))
    })
}

/// The parameters that are given, with their values as text. Arrays have several values, which are sent in the default styles of
/// OpenAPI.
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

/// Adds the body: the one given as a whole, with the properties given as flags.
fn with_body(
    request: RequestBuilder,
    operation: &Operation,
    body: &Body,
    arguments: &ArgMatches,
) -> Result<RequestBuilder, Error> {
    let whole = arguments.get_one::<String>(JSON_BODY).map(|file| read_json(file)).transpose()?;
    let mut properties = Map::new();
    for property in body.properties.iter().filter(|property| has_flag(operation, property)) {
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
            return Err(Error::Usage(format!("--{JSON_BODY} must be a JSON object if flags are given as well")));
        }
        (None, false) => Value::Object(properties),
        (None, true) if body.required => {
            return Err(Error::Usage(format!("no request body: use flags or --{JSON_BODY}")));
        }
        (None, true) => return Ok(request),
    };
    Ok(request.header("content-type", body.media_type).body(value.to_string()))
}

/// Reads JSON from a file; `-` is standard input.
fn read_json(file: &str) -> Result<Value, Error> {
    let mut text = String::new();
    let result = match file {
        "-" => std::io::stdin().read_to_string(&mut text).map(drop),
        file => std::fs::read_to_string(file).map(|content| text = content),
    };
    result.map_err(|error| Error::Usage(format!("cannot read {file}: {error}")))?;
    serde_json::from_str(&text).map_err(|error| Error::Usage(format!("{file} is not valid JSON: {error}")))
}
