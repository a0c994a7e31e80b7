//! Operations, parameters and headers that would share a name in Rust.

use dropspec_openapi::document::{Document, Operation};
use dropspec_openapi::node::{Checked, Node, collect};
use proc_macro2::Ident;
use quote::format_ident;

use crate::collisions::distinct;
use crate::contents::{request_contents, response_contents};
use crate::fields::fields;
use crate::items::parameter_name;
use crate::rust::names::{constant_name, field_name, header_field};
use crate::security::schemes;

/// Rejects operations, parameters and headers that would share a name.
pub(crate) fn check_operation_names(document: &Document<'_>) -> Checked<()> {
    let names = document.operations.iter().map(|operation| (field_name(operation.id), &operation.node));
    let schemes = schemes(document).into_iter().map(|scheme| (field_name(scheme.name), &scheme.node));
    let mut checks = vec![distinct(names), distinct(schemes)];
    for operation in &document.operations {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.node);
        checks.push(distinct(fields(operation).into_iter().zip(parameters)));
        for response in &operation.responses {
            let own = ["status", "body"].map(|name| (format_ident!("{name}"), &response.node));
            let headers = response.headers.iter().map(|header| (header_field(header.name), &header.node));
            checks.push(distinct(own.into_iter().chain(headers)));
        }
    }
    collect(checks, |check| check)?;
    // For example, `a` with `b_c` and `a_b` with `c`.
    distinct(document.operations.iter().flat_map(constants))
}

fn constants<'d>(operation: &'d Operation<'_>) -> impl Iterator<Item = (Ident, &'d Node<'d>)> {
    let parameters = fields(operation)
        .into_iter()
        .zip(&operation.parameters)
        .map(|(field, parameter)| (parameter_name(operation, &field), &parameter.node));
    let responses = operation.responses.iter().flat_map(|response| response_contents(operation, response));
    let bodies = request_contents(operation).into_iter().chain(responses);
    let bodies = bodies.map(|part| (part.schema_name, &part.content.node));
    parameters.chain(bodies).map(|(name, node)| (constant_name(&name), node))
}
