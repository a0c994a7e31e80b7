//! Schemas without a name in the document.

use std::collections::HashSet;

use dropspec_openapi::document::{Document, HeaderKind, properties};
use dropspec_openapi::node::{Checked, Node};

use super::by_type::ByType;
use crate::contents::{request_contents, response_contents};
use crate::fields::fields;
use crate::items::header_name;
use crate::rust::names::type_name;

/// The schemas of parameters, bodies and responses, with the names of their types.
pub(super) fn unnamed_schemas<'d, 's>(document: &'d Document<'s>) -> Vec<(String, &'d Node<'s>)> {
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

/// The objects without a name, by the names that typify gives to their types.
pub(super) fn inline_objects<'s>(
    named: &ByType<'_, 's>,
    unnamed: &[(String, &Node<'s>)],
) -> Checked<Vec<(String, Node<'s>)>> {
    let mut found: Vec<(String, Node<'s>)> = Vec::new();
    for (root, node) in
        unnamed.iter().map(|(name, node)| (name, *node)).chain(named.iter().map(|(name, node)| (name, *node)))
    {
        // Recursive compositions are visited once.
        let mut seen = HashSet::new();
        let mut queue = vec![(root.clone(), node.clone())];
        while let Some((name, node)) = queue.pop() {
            if node.get("$ref").is_some() || !seen.insert(node.pointer().to_owned()) {
                continue;
            }
            let parts = properties(&node)?.into_iter().map(|(part, node)| (format!("{name}_{part}"), node));
            let items = node.get("items").map(|items| (format!("{name}_item"), items));
            queue.extend(parts.chain(items).map(|(name, part)| (type_name(&name).to_string(), part)));
            found.push((name, node));
        }
    }
    Ok(found)
}
