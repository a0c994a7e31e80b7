//! The invalid requests of an operation, for each error that it documents.

use dropspec_openapi::document::{Location, MediaKind, Status};
use dropspec_schema::Schema;
use dropspec_wire::Serialization;
use http::StatusCode;
use serde_json::{Value, json};

use crate::body::{EncodedBody, encode};
use crate::case::{Case, Expectation};
use crate::model::{CredentialPlace, Operation, Parameter, RequestContent};
use crate::request::{ParameterValue, Request, pair};
use crate::sample::is_valid;

/// A media type that no document has.
const UNKNOWN_MEDIA_TYPE: &str = "application/x-unknown";

/// The invalid requests of an operation. `max_body` is the maximum size of bodies for which the document has none.
pub(crate) fn cases(operation: &Operation, max_body: u64) -> Vec<Case> {
    let mut cases = Vec::new();
    let statuses = [
        (StatusCode::BAD_REQUEST, bad_requests(operation)),
        (StatusCode::UNAUTHORIZED, bad_credentials(operation)),
        (StatusCode::NOT_ACCEPTABLE, vec![edit(|request| request.header("accept", UNKNOWN_MEDIA_TYPE))]),
        (StatusCode::PAYLOAD_TOO_LARGE, large_bodies(operation, max_body)),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, unknown_bodies(operation)),
    ];
    for (status, edits) in statuses {
        let Some(response) = operation.response(status) else { continue };
        let expectation = match response.status {
            // A service may ignore `Accept` (RFC 9110, section 12.4.1).
            _ if status == StatusCode::NOT_ACCEPTABLE && !operation.negotiates() => Expectation::NoServerError,
            Status::Code(_) => Expectation::Status(status),
            Status::Class(_) | Status::Default => Expectation::ClientError,
        };
        for edit in edits {
            let case = Case::new(expectation, edit);
            if status != StatusCode::NOT_ACCEPTABLE {
                cases.extend(case.negotiated(operation));
            }
            cases.push(case);
        }
    }
    // Without a body, there is no media type either.
    let is_documented = |status| operation.response(status).is_some();
    if operation.body.as_ref().is_some_and(|body| body.required)
        && [StatusCode::BAD_REQUEST, StatusCode::UNSUPPORTED_MEDIA_TYPE].into_iter().all(is_documented)
    {
        cases.push(Case::new(Expectation::ClientError, |request| request.with_body(None)));
    }
    cases
}

type Edit = Box<dyn Fn(Request) -> Request>;

fn edit(edit: impl Fn(Request) -> Request + 'static) -> Edit {
    Box::new(edit)
}

fn bad_requests(operation: &Operation) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        edits.extend(
            invalid_text(parameter).map(|text| {
                edit(move |request| request.with_parameter(index, Some(ParameterValue::Text(text.clone()))))
            }),
        );
        if parameter.required && parameter.location != Location::Path {
            edits.push(edit(move |request| request.with_parameter(index, None)));
        }
    }
    for content in operation.body.iter().flat_map(|body| &body.contents) {
        edits.extend(bad_bodies(content).into_iter().map(with_body));
    }
    edits
}

/// A text that violates the schema of a parameter.
fn invalid_text(parameter: &Parameter) -> Option<String> {
    if !matches!(parameter.serialization, Serialization::Plain(_)) {
        return None;
    }
    let long = "x".repeat(3_000);
    let texts = ["x", "-1", "!", "99999999999999999999", &long];
    let invalid = texts.into_iter().find(|text| !is_valid(&parameter.schema, &parameter.schema.read(text)));
    invalid.map(str::to_owned)
}

/// Bodies that are not JSON, are of another type, or lack a required property.
fn bad_bodies(content: &RequestContent) -> Vec<EncodedBody> {
    let Some(schema) = &content.schema else { return Vec::new() };
    let mut bodies = Vec::new();
    if content.kind == MediaKind::Json {
        let content_type = content.media_type.clone();
        bodies.push(EncodedBody { content_type, bytes: "{".into() });
        bodies.extend(invalid_value(schema).map(|value| encode(content, &value)));
    }
    for name in &content.required {
        let Some(Value::Object(mut properties)) = content.samples.first().map(|sample| sample.value.clone()) else {
            continue;
        };
        properties.remove(name);
        let value = Value::Object(properties);
        if !is_valid(schema, &value) {
            bodies.push(encode(content, &value));
        }
    }
    bodies
}

fn invalid_value(schema: &Schema) -> Option<Value> {
    [json!(null), json!({}), json!([]), json!(true)].into_iter().find(|value| !is_valid(schema, value))
}

/// Requests with credentials that no authenticator knows, and without credentials if they are required.
fn bad_credentials(operation: &Operation) -> Vec<Edit> {
    let mut edits = Vec::new();
    for place in &operation.schemes {
        edits.push(match place {
            CredentialPlace::Header(name) => with_header(name.clone(), "wrong".to_owned()),
            CredentialPlace::Cookie(name) => with_header("cookie".to_owned(), format!("{name}=wrong")),
            // The user `wrong` with the password `wrong`, or a token that is no token.
            CredentialPlace::Authorization(scheme) => {
                with_header("authorization".to_owned(), format!("{scheme} d3Jvbmc6d3Jvbmc="))
            }
            CredentialPlace::Query(name) => {
                let pair = pair(name, "wrong");
                edit(move |request| request.without_credentials().with_pair(&pair))
            }
        });
    }
    if operation.requires_credentials {
        edits.push(edit(Request::without_credentials));
    }
    edits
}

fn with_header(name: String, value: String) -> Edit {
    edit(move |request| request.without_credentials().header(&name, &value))
}

/// Bodies beyond the maximum size. Bodies that are not decoded have a limit of their own, which the document does not have.
fn large_bodies(operation: &Operation, max_body: u64) -> Vec<Edit> {
    let Some(body) = &operation.body else { return Vec::new() };
    let contents = body.contents.iter().filter(|content| content.kind != MediaKind::Bytes);
    let size = usize::try_from(body.max_size.unwrap_or(max_body)).unwrap_or(usize::MAX);
    let body = |content: &RequestContent| EncodedBody {
        content_type: content.media_type.clone(),
        bytes: "x".repeat(size.saturating_add(1)).into(),
    };
    contents.map(body).map(with_body).collect()
}

fn unknown_bodies(operation: &Operation) -> Vec<Edit> {
    let body =
        operation.body.as_ref().map(|_| EncodedBody { content_type: UNKNOWN_MEDIA_TYPE.to_owned(), bytes: "x".into() });
    body.map(with_body).into_iter().collect()
}

fn with_body(body: EncodedBody) -> Edit {
    edit(move |request| request.with_body(Some(body.clone())))
}
