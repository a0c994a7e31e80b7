//! The names of an operation in the client.

use dropspec_openapi::document::{Document, Operation};
use proc_macro2::Ident;

use super::credentials::Credentials;
use crate::rust::distinct::DistinctNames;
use crate::rust::names::{constant_name, field_name};

/// The names of an operation in the client.
#[derive(Debug)]
pub(super) struct OperationNames {
    /// The method of `Client`.
    pub(super) method: Ident,
    /// The static with the table of the operation.
    pub(super) table: Ident,
    /// The struct of parameters.
    pub(super) parameters: Ident,
    /// The enum of accepted media types.
    pub(super) accept: Ident,
    /// The enum of request bodies.
    pub(super) body: Ident,
    /// The enum of responses.
    pub(super) response: Ident,
    /// The enum of documented errors.
    pub(super) error: Ident,
}

/// What is in scope of generated code, by imports or the prelude.
const RESERVED: &[&str] = &[
    "Body",
    "Box",
    "Client",
    "Content",
    "Default",
    "Err",
    "Error",
    "ErrorResponse",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// The operations that the client has, with their names. Forms of pages are submitted by browsers only.
pub(super) fn operations<'d, 's>(
    document: &'d Document<'s>,
    credentials: &Credentials<'_>,
    types: &mut DistinctNames,
) -> Vec<(&'d Operation<'s>, OperationNames)> {
    let (mut methods, mut tables) = (DistinctNames::with(&["new", "with_http"]), DistinctNames::default());
    credentials.methods().for_each(|name| drop(methods.add(name)));
    let operations = document.operations.iter().enumerate().filter(|(_, operation)| !operation.is_for_pages());
    let mut operations: Vec<(usize, &Operation<'_>)> = operations.collect();
    // An operation that is spelled like its method keeps the name, so that adding a similar one does not rename the method.
    operations.sort_by_key(|(_, operation)| field_name(operation.id) != operation.id);
    let named = operations.into_iter().map(|(position, operation)| {
        let id = operation.id;
        let mut named = |suffix: &str| types.add_type(&format!("{id}{suffix}"));
        let names = OperationNames {
            parameters: named(""),
            response: named("_response"),
            error: named("_error"),
            body: named("_body"),
            accept: named("_accept"),
            method: methods.add(&field_name(id)),
            table: tables.add(&constant_name(id)),
        };
        (position, operation, names)
    });
    let mut named: Vec<_> = named.collect();
    named.sort_by_key(|(position, ..)| *position);
    named.into_iter().map(|(_, operation, names)| (operation, names)).collect()
}

/// The names in scope of generated code.
pub(super) fn scope() -> DistinctNames {
    DistinctNames::with(RESERVED)
}
