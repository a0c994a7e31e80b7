//! The modules of tables.

use dropspec_openapi::document::{Document, Table};
use dropspec_openapi::node::{Checked, collect};
use quote::quote;

use super::context::TableContext;
use super::fields::fields;
use super::{changes, columns, description, record};
use crate::items::module_name;
use crate::rust::layout;
use crate::rust::names::type_name;
use crate::types::RustStruct;

/// The module `tables`; empty if there are no tables.
pub(crate) fn tables(document: &Document<'_>, structs: &[RustStruct]) -> Checked<String> {
    if document.tables.is_empty() {
        return Ok(String::new());
    }
    let modules = collect(&document.tables, |table| module(document, table, structs))?;
    let names = document.tables.iter().map(module_name);
    let head = quote! {
        /// The tables of the document.
        #[allow(unused_imports, clippy::map_identity, clippy::redundant_closure)]
        pub mod tables {}
    };
    let all = layout::items(quote! {
        /// The descriptions of all tables.
        pub static ALL: &[&::dropspec::db::Table] = &[#(&#names::TABLE),*];
    })?;
    layout::module(head, &(all + &modules.concat()))
}

fn module(document: &Document<'_>, table: &Table<'_>, structs: &[RustStruct]) -> Checked<String> {
    let record = type_name(table.schema);
    let Some(found) = structs.iter().find(|found| found.name == record) else {
        return Err(table.node.error("no Rust struct represents this schema, so it cannot be a table; simplify it"));
    };
    let fields = fields(table, found)?;
    let context = TableContext { document, table, structs, fields };
    let (name, text) = (module_name(table), format!(" The table of [`{record}`](super::types::{record})."));
    let (description, columns) = (description::description(&context), columns::columns(&context));
    let changes = changes::changes(&context)?;
    let record = record::record(&context)?;
    let module = layout::inner(quote! {
        #[doc = #text]
        pub mod #name {
            use diesel::prelude::*;
            use dropspec::db::{Check, Column, Csv, Operator};
            use super::super::schemas;
            use super::super::types::{self, *};

            #description
            #columns
            #changes
            #record
        }
    })?;
    Ok(columns::declared(&context, &module))
}
