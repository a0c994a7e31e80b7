//! The names of columns in Rust. The names in SQL are written out in `table!`, so they may differ.

use std::collections::HashSet;

use dropspec_openapi::document::Table;
use proc_macro2::Ident;

use crate::items::module_name;
use crate::rust::names::{field_name, numbered};

/// The names that `table!` of diesel declares beside the columns, and the types that its code refers to without a path.
const COLUMN_NAMES_OF_DIESEL: &[&str] = &[
    "all_columns",
    "bool",
    "char",
    "columns",
    "dsl",
    "f32",
    "f64",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "star",
    "str",
    "table",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "version",
];

/// The names of a table's columns in Rust, in their order.
pub(super) fn column_idents(table: &Table<'_>) -> Vec<Ident> {
    // diesel re-exports the columns beside the table.
    let own = module_name(table).to_string();
    let mut taken: HashSet<String> =
        COLUMN_NAMES_OF_DIESEL.iter().map(ToString::to_string).chain(std::iter::once(own)).collect();
    table.columns.iter().map(|column| distinct(field_name(&column.name), &mut taken)).collect()
}

fn distinct(name: Ident, taken: &mut HashSet<String>) -> Ident {
    if taken.insert(name.to_string()) {
        return name;
    }
    (2..).map(|number| numbered(&name, number)).find(|free| taken.insert(free.to_string())).unwrap_or(name)
}
