//! Reads the operations of a document.

use dropspec_openapi::document::{
    Content, Document, Field, HeaderKind, Location, MediaKind, Operation, PROBLEM_JSON, Parameter, RequestBody,
    Response, SchemeKind, is_required, properties,
};
use dropspec_openapi::json_schema::Direction;
use dropspec_openapi::node::{Checked, Node, collect};
use dropspec_wire::{Style, style};
use serde_json::Value;

use crate::model;
use crate::sample::{Sample, samples};
use crate::schemas::Schemas;

/// Reads the operations of a document.
pub(crate) fn read(document: &Document<'_>) -> Checked<Vec<model::Operation>> {
    let schemas = Schemas::of(document)?;
    collect(&document.operations, |operation| read_operation(&schemas, operation))
}

fn read_operation(schemas: &Schemas, operation: &Operation<'_>) -> Checked<model::Operation> {
    let security = &operation.security;
    Ok(model::Operation {
        id: operation.id.to_owned(),
        method: operation.method.clone(),
        path: operation.path.to_owned(),
        parameters: collect(&operation.parameters, |parameter| read_parameter(schemas, parameter))?,
        body: operation.body.as_ref().map(|body| read_body(schemas, body)).transpose()?,
        responses: collect(&operation.responses, |response| read_response(schemas, response))?,
        schemes: security.schemes().map(|scheme| credential_place(scheme.kind)).collect(),
        requires_credentials: !security.alternatives.is_empty() && !security.allows_anonymous,
    })
}

fn credential_place(kind: SchemeKind<'_>) -> model::CredentialPlace {
    match kind {
        SchemeKind::KeyInHeader(name) => model::CredentialPlace::Header(name.to_owned()),
        SchemeKind::KeyInQuery(name) => model::CredentialPlace::Query(name.to_owned()),
        SchemeKind::KeyInCookie(name) => model::CredentialPlace::Cookie(name.to_owned()),
        SchemeKind::Basic => model::CredentialPlace::Authorization("Basic".to_owned()),
        SchemeKind::Bearer => model::CredentialPlace::Authorization("Bearer".to_owned()),
        SchemeKind::Http(scheme) => model::CredentialPlace::Authorization(scheme.to_owned()),
    }
}

fn read_parameter(schemas: &Schemas, parameter: &Parameter<'_>) -> Checked<model::Parameter> {
    let schema = schemas.schema(&parameter.schema, Direction::Request)?;
    let given = examples(&parameter.node)?;
    let count = given.len();
    let mut samples = samples(&parameter.schema, given, &schema)?;
    if count > 0 {
        // The examples are those that the service has a use for.
        samples.truncate(count);
    }
    samples.retain(|sample| is_written(parameter, &sample.value));
    Ok(model::Parameter {
        name: parameter.name.to_owned(),
        location: parameter.location,
        required: parameter.required,
        serialization: parameter.written(),
        samples,
        schema,
    })
}

/// Whether a value can be written: an empty array has no pairs, and an empty segment or one of dots is another path.
fn is_written(parameter: &Parameter<'_>, value: &Value) -> bool {
    match parameter.location {
        Location::Path => {
            let segment = style::text(parameter.name, parameter.written(), value, style::encoded);
            !matches!(segment.as_str(), "" | "." | "..")
        }
        Location::Query | Location::Cookie => !style::pairs(parameter.name, parameter.written(), value).is_empty(),
        Location::Header => true,
    }
}

fn read_body(schemas: &Schemas, body: &RequestBody<'_>) -> Checked<model::Body> {
    Ok(model::Body {
        required: body.required,
        max_size: body.max_size,
        contents: collect(&body.contents, |content| read_request_content(schemas, content))?,
    })
}

fn read_request_content(schemas: &Schemas, content: &Content<'_>) -> Checked<model::RequestContent> {
    let schema = content.schema.as_ref().map(|node| schemas.schema(node, Direction::Request)).transpose()?;
    let given = examples(&content.node)?;
    let samples = match (&content.schema, &schema) {
        (Some(node), Some(schema)) => samples(node, given, schema)?,
        _ if given.is_empty() => vec![Sample { value: Value::from("sample"), is_invented: true }],
        _ => given.into_iter().map(Sample::given).collect(),
    };
    let required = content.schema.as_ref().map(required_properties).transpose()?.unwrap_or_default();
    let field = |field: &Field<'_>| model::Field {
        name: field.name.to_owned(),
        serialization: field.serialization.map(|serialization| serialization.written(Style::Form)),
        content_type: field.content_types.first().map(|name| (*name).to_owned()),
    };
    Ok(model::RequestContent {
        media_type: content.media_type.replace("*/*", "application/octet-stream").replace("/*", "/x-sample"),
        kind: content.kind,
        fields: content.fields.iter().map(field).collect(),
        required,
        samples,
        schema,
    })
}

fn required_properties(schema: &Node<'_>) -> Checked<Vec<String>> {
    let mut required = Vec::new();
    for (name, property) in properties(schema)? {
        if is_required(schema, name)? && !property.is_read_only()? {
            required.push(name.to_owned());
        }
    }
    Ok(required)
}

fn read_response(schemas: &Schemas, response: &Response<'_>) -> Checked<model::Response> {
    let mut contents = collect(&response.contents, |content| {
        let schema = content.schema.as_ref().map(|node| schemas.schema(node, Direction::Response)).transpose()?;
        let media_type = content.media_type.to_owned();
        // Problems are JSON, whatever their schema is.
        let kind = if media_type == PROBLEM_JSON { MediaKind::Json } else { content.kind };
        Ok(model::ResponseContent { media_type, kind, schema })
    })?;
    if response.is_page {
        let media_type = "text/html".to_owned();
        contents.push(model::ResponseContent { media_type, kind: MediaKind::Bytes, schema: None });
    }
    let headers = collect(&response.headers, |header| {
        Ok(model::Header {
            name: header.name.to_owned(),
            required: header.required,
            is_json: header.kind == HeaderKind::Json,
            explode: header.kind == HeaderKind::Value(true),
            schema: schemas.schema(&header.schema, Direction::Response)?,
        })
    })?;
    Ok(model::Response { status: response.status, headers, contents })
}

/// The values of `example` and `examples`.
fn examples(node: &Node<'_>) -> Checked<Vec<Value>> {
    let named = node.entries_of("examples")?.into_iter();
    let named = named.filter_map(|(_, example)| example.resolve().ok()?.get("value"));
    Ok(node.get("example").into_iter().chain(named).map(|example| example.value().clone()).collect())
}
