//! The schemas that operations refer to.

use dropspec_openapi::document::{Document, HeaderKind};
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
        let responses = operation.responses.iter().flat_map(|response| response_contents(operation, response));
        let bodies =
            request_contents(operation).into_iter().chain(responses).filter(|part| part.content.rows.is_none());
        found.extend(bodies.filter_map(|part| Some((part.type_name, part.content.decoded_schema()?))));
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
