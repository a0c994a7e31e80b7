//! The schemas that operations refer to.

use dropspec_openapi::document::{Content, Document, HeaderKind, Operation};
use dropspec_openapi::node::Node;

use crate::contents::{request_contents, response_contents};
use crate::fields::fields;
use crate::items::header_name;
use crate::rust::names::type_name;

/// The schemas of parameters, bodies and headers, with the names of their types if they have none.
pub(super) fn roots<'d, 's>(document: &'d Document<'s>) -> Vec<(String, &'d Node<'s>)> {
    let mut found = Vec::new();
    for operation in &document.operations {
        let name = |part: &str| type_name(&format!("{}_{part}", operation.name)).to_string();
        let named = fields(operation).into_iter().zip(&operation.parameters);
        found.extend(named.map(|(field, parameter)| (name(&field.to_string()), &parameter.schema)));
        found.extend(bodies(operation, |content| content.rows.is_none()));
        for response in &operation.responses {
            let values =
                response.headers.iter().filter(|header| matches!(header.kind, HeaderKind::Value(_) | HeaderKind::Json));
            found.extend(
                values.map(|header| (type_name(&header_name(operation, response, header)).to_string(), &header.schema)),
            );
        }
    }
    found
}

/// The schemas of responses that list rows, which a server has no types for: it sends rows of tables.
pub(super) fn listings<'d, 's>(document: &'d Document<'s>) -> Vec<(String, &'d Node<'s>)> {
    document.operations.iter().flat_map(|operation| bodies(operation, |content| content.rows.is_some())).collect()
}

/// The schemas of some bodies.
fn bodies<'d, 's>(
    operation: &'d Operation<'s>,
    is_meant: fn(&Content<'_>) -> bool,
) -> impl Iterator<Item = (String, &'d Node<'s>)> {
    let responses = operation.responses.iter().flat_map(|response| response_contents(operation, response));
    let parts = request_contents(operation).into_iter().chain(responses);
    let meant = parts.filter(move |part| is_meant(part.content));
    meant.filter_map(|part| Some((part.type_name(), part.content.decoded_schema()?)))
}
