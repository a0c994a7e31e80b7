//! The names of generated items.

use dropspec_openapi::document::{Header, Operation, Response, Table};
use proc_macro2::Ident;
use quote::format_ident;

use crate::rust::names::{field_name, type_name};

/// The name of the method of the trait, and of the handler.
pub(crate) fn method_name(operation: &Operation<'_>) -> Ident {
    field_name(&operation.name)
}

/// The name of the request struct.
pub(crate) fn request_type(operation: &Operation<'_>) -> Ident {
    type_name(&format!("{}_request", operation.name))
}

/// The name of the enum of the request body, where it has several media types.
pub(crate) fn request_body_type(operation: &Operation<'_>) -> Ident {
    type_name(&format!("{}_request_body", operation.name))
}

/// The name of the enum of the media types that the operation produces, if there are several.
pub(crate) fn accept_type(operation: &Operation<'_>) -> Ident {
    type_name(&format!("{}_accept", operation.name))
}

/// The name of the response enum.
pub(crate) fn response_type(operation: &Operation<'_>) -> Ident {
    type_name(&format!("{}_response", operation.name))
}

/// The name of the enum of a body, where it has several media types.
pub(crate) fn body_type(operation: &Operation<'_>, response: &Response<'_>) -> Ident {
    type_name(&format!("{}_{}_body", operation.name, response.status.text()))
}

/// The name of the static with the schema of a parameter.
pub(crate) fn parameter_name(operation: &Operation<'_>, field: &Ident) -> String {
    format!("{}_{field}", operation.name)
}

/// The name of the static with the schema of a response header.
pub(crate) fn header_name(operation: &Operation<'_>, response: &Response<'_>, header: &Header<'_>) -> String {
    format!("{}_{}_header_{}", operation.name, response.status.text(), header.name)
}

/// The names that the module of a table uses.
const NAMES_IN_MODULE: &[&str] = &["alloc", "core", "diesel", "dropspec", "schemas", "std", "tables", "types"];

/// The name of the module of a table, and in it that of diesel's table.
pub(crate) fn module_name(table: &Table<'_>) -> Ident {
    let name = field_name(table.name);
    if NAMES_IN_MODULE.iter().any(|used| name == used) { format_ident!("{name}_") } else { name }
}
