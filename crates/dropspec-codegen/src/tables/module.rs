//! The modules of tables.

use dropspec_openapi::document::{Document, Table};
use dropspec_openapi::node::{Checked, collect};
use quote::quote;

use super::context::TableContext;
use super::fields::fields;
use super::{changes, columns, description, nested, record};
use crate::items::module_name;
use crate::model::Types;
use crate::rust::layout::Layout;

/// The module `tables`; empty if there are no tables.
pub(crate) fn tables<'s>(document: &Document<'s>, types: &Types<'s>, layout: Layout) -> Checked<String> {
    if document.tables.is_empty() {
        return Ok(String::new());
    }
    let modules = collect(&document.tables, |table| module(document, table, types, layout))?;
    let names = document.tables.iter().map(module_name);
    let head = quote! {
        /// The tables of the document.
        #[allow(unused_imports, clippy::map_identity, clippy::redundant_closure)]
        pub mod tables {}
    };
    let all = layout.items(quote! {
        /// The descriptions of all tables.
        pub static ALL: &[&::dropspec::db::Table] = &[#(&#names::TABLE),*];
    })?;
    layout.module(head, &(all + &modules.concat()))
}

/// Checks that a list has the search that the table is prepared for.
fn check_search(document: &Document<'_>, table: &Table<'_>) -> Checked<()> {
    let mut lists = table.lists().filter_map(|list| document.operations.get(list));
    if table.search.is_empty() || lists.any(|list| table.is_searched(list)) {
        return Ok(());
    }
    let mark = table.node.require("x-dropspec-table")?.require("search")?;
    Err(mark.error("`search` has no effect: no list of the table has the query parameter `q`"))
}

fn module<'s>(document: &Document<'s>, table: &Table<'s>, types: &Types<'s>, layout: Layout) -> Checked<String> {
    let record = types.component_name(table.schema);
    let Some(found) = types.component_struct(table.schema) else {
        return Err(table.node.error("no Rust struct represents this schema, so it cannot be a table; simplify it"));
    };
    check_search(document, table)?;
    let fields = fields(table, found, types)?;
    let context = TableContext { document, table, types, fields };
    let (name, text) = (module_name(table), format!(" The table of [`{record}`](super::types::{record})."));
    let (description, columns) = (description::description(&context), columns::columns(&context));
    let changes = changes::changes(&context)?;
    let record = record::record(&context)?;
    let (nested, selects) = (nested::nested_creations(&context)?, context.embedded_selects());
    let module = layout.inner(quote! {
        #[doc = #text]
        pub mod #name {
            use diesel::prelude::*;
            use dropspec::db::{Check, Column, Csv, Operator};
            use super::super::schemas;
            use super::super::types;

            #description
            #columns
            #changes
            #record
            #nested
            #selects
        }
    })?;
    Ok(columns::declared(&context, &module))
}
