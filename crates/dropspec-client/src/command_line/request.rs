//! Builds and sends the request that the arguments describe.

use std::convert::Infallible;
use std::io::Read;

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::command::{BODY, JSON_BODY, flag_name, has_flag};
use super::error::{Error, root_cause};
use super::operation::{Body, Flag, Operation};
use crate::connection::Connection;
use crate::error::Error as ClientError;
use crate::request::Request;
use crate::response::Response;
use crate::transport::{TransportError, TransportFailure};

/// Sends the request of an operation, and returns the response.
pub(crate) async fn send(operation: &Operation, arguments: &ArgMatches) -> Result<Response, Error> {
    let url = arguments.get_one::<String>("url").map(String::as_str).unwrap_or_default();
    let connection = Connection::new(url);
    let request = Request::new(&connection, &operation.request).values(&given(operation.flags.iter(), arguments));
    let mut request = request.map_err(|error| Error::Usage(error.to_string()))?;
    let headers = arguments.get_many::<(String, String)>("header").into_iter().flatten();
    request.add_headers(headers).map_err(|error| Error::Usage(error.to_string()))?;
    if let Some(body) = &operation.body {
        request = with_body(request, operation, body, arguments)?;
    }
    let url = request.url();
    request.send().await.map_err(|error: ClientError<Infallible>| match error {
        ClientError::Transport(TransportError { failure: TransportFailure::Request(error), .. }) => {
            Error::Usage(format!("{url}: {}", root_cause(&error)))
        }
        ClientError::Transport(source) => Error::Connect { url, source },
        error => Error::Usage(error.to_string()),
    })
}

/// The values of the flags that are given.
fn given<'a>(flags: impl Iterator<Item = &'a Flag>, arguments: &ArgMatches) -> Map<String, Value> {
    let value = |flag: &Flag| arguments.get_one::<Value>(&flag_name(flag.name)).cloned();
    flags.filter_map(|flag| Some((flag.name.to_owned(), value(flag)?))).collect()
}

/// Adds the body: the one given as a whole, with the properties given as flags.
fn with_body<'c>(
    request: Request<'c>,
    operation: &Operation,
    body: &Body,
    arguments: &ArgMatches,
) -> Result<Request<'c>, Error> {
    if !body.is_json {
        let file = arguments.get_one::<String>(BODY).map(|file| read(file)).transpose()?;
        return Ok(match file {
            Some(bytes) => request.body(body.media_type, bytes),
            None => request,
        });
    }
    let whole = arguments.get_one::<String>(JSON_BODY).map(|file| read_json(file)).transpose()?;
    let properties = given(body.properties.iter().filter(|property| has_flag(operation, property)), arguments);
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
    Ok(request.body(body.media_type, value.to_string()))
}

/// Reads a file; `-` is standard input.
fn read(file: &str) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let result = match file {
        "-" => std::io::stdin().read_to_end(&mut bytes).map(drop),
        file => std::fs::read(file).map(|content| bytes = content),
    };
    result.map_err(|error| Error::Usage(format!("cannot read {file}: {error}")))?;
    Ok(bytes)
}

fn read_json(file: &str) -> Result<Value, Error> {
    serde_json::from_slice(&read(file)?).map_err(|error| Error::Usage(format!("{file} is not valid JSON: {error}")))
}
