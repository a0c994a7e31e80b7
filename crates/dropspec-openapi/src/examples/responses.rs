//! Example responses, for services without an implementation.

use std::ops::RangeInclusive;

use super::bodies::{Bodies, ExampleBody};
use super::headers::example_headers;
use crate::document::{Document, Operation, Response, Status};
use crate::node::{Checked, Node};

/// An example of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleResponse {
    /// The operation's `operationId`.
    pub operation: String,
    /// The statuses that the document declares the response for.
    pub statuses: RangeInclusive<u16>,
    /// The name of the example, if it has one.
    pub name: Option<String>,
    /// The media type of the body; `None` for a response without one.
    pub media_type: Option<String>,
    /// The headers that are required or have an example.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// The example responses of all operations, in each media type: the examples of the document that are valid or, without any, a generated value.
/// Those of an operation are in the order of their statuses, the most specific ones first.
///
/// # Errors
/// If the document is malformed.
pub fn example_responses<'s>(document: &Document<'s>, root: &Node<'s>) -> Checked<Vec<ExampleResponse>> {
    let mut bodies = Bodies::new(root)?;
    let mut example_responses = Vec::new();
    for operation in &document.operations {
        let mut responses: Vec<&Response<'s>> = operation.responses.iter().collect();
        responses.sort_by_key(|response| {
            let statuses = statuses(response.status);
            (statuses.end() - statuses.start(), *statuses.start())
        });
        for response in responses {
            example_responses.extend(responses_of(operation, response, &mut bodies)?);
        }
    }
    Ok(example_responses)
}

fn responses_of<'s>(
    operation: &Operation<'s>,
    response: &Response<'s>,
    bodies: &mut Bodies<'s>,
) -> Checked<Vec<ExampleResponse>> {
    let headers = example_headers(response)?;
    let example = |media_type, ExampleBody { name, text }| ExampleResponse {
        operation: operation.id.to_owned(),
        statuses: statuses(response.status),
        name,
        media_type,
        headers: headers.clone(),
        body: text,
    };
    if response.contents.is_empty() {
        return Ok(vec![example(None, ExampleBody::default())]);
    }
    let mut examples = Vec::new();
    for content in &response.contents {
        let media_type = Some(content.sent_media_type().to_owned());
        examples.extend(bodies.of(content)?.into_iter().map(|body| example(media_type.clone(), body)));
    }
    Ok(examples)
}

fn statuses(status: Status) -> RangeInclusive<u16> {
    match status {
        Status::Code(code) => code.as_u16()..=code.as_u16(),
        Status::Class(class) => class * 100..=class * 100 + 99,
        Status::Default => 200..=599,
    }
}
