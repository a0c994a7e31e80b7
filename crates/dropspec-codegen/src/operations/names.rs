//! The names of operations in Rust.

use dropspec_openapi::document::{Document, Operation};
use proc_macro2::Ident;

use crate::items::{accept_type, body_type, method_name, request_body_type, request_type, response_type};
use crate::rust::distinct::DistinctNames;
use crate::rust::names::field_name;

/// The types and traits beside the items of operations: those that generated code declares or imports, and those of Rust's prelude that it
/// uses without a path.
const RESERVED_TYPES: &[&str] = &[
    "Api",
    "Authenticators",
    "Document",
    "Error",
    "Future",
    "IntoResponse",
    "Method",
    "Option",
    "Problem",
    "Response",
    "Result",
    "Route",
    "Send",
    "Some",
    "StatusCode",
    "String",
    "Sync",
    "Vec",
];

/// The method of `HasDatabase`, which the methods of operations on tables call.
const DATABASE: &str = "database";

/// Names the operations, so that all items that are named after one of them are distinct. A name that is an identifier as the document
/// writes it is kept; others that would be the same get a number, in the order of the document.
pub(crate) fn name_operations(document: &mut Document<'_>) {
    let mut scope = DistinctNames::with(RESERVED_TYPES);
    if !document.tables.is_empty() {
        scope = scope.and(DATABASE);
    }
    let is_exact = |operation: &Operation<'_>| field_name(operation.id) == operation.id;
    let (exact, others): (Vec<_>, Vec<_>) = document.operations.iter_mut().partition(|operation| is_exact(operation));
    for operation in exact.into_iter().chain(others) {
        scope.add_items(&field_name(operation.id), |name| {
            name.clone_into(&mut operation.name);
            items(operation)
        });
    }
}

/// The items that are named after an operation. Those that it does not have yet count too, so that names stay when it gets them.
fn items(operation: &Operation<'_>) -> Vec<Ident> {
    let types = [request_type, request_body_type, accept_type, response_type].map(|name| name(operation));
    let bodies = operation.responses.iter().map(|response| body_type(operation, response));
    std::iter::once(method_name(operation)).chain(types).chain(bodies).collect()
}
