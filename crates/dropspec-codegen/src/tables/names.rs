//! The names of columns in Rust. The names in SQL are written out in `table!`, so they may differ.

use dropspec_openapi::document::Table;
use proc_macro2::Ident;

use crate::items::module_name;
use crate::rust::distinct::DistinctNames;
use crate::rust::names::field_name;

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
    let mut names = DistinctNames::with(COLUMN_NAMES_OF_DIESEL).and(&own);
    table.columns.iter().map(|column| names.add(&field_name(&column.name))).collect()
}

/// The fields of the struct of a key of several properties, in the order of the key.
pub(crate) fn key_fields(table: &Table<'_>) -> Vec<Ident> {
    let names = column_idents(table);
    table.key.iter().filter_map(|column| names.get(*column).cloned()).collect()
}

/// The name of the function that creates a row of a table below a parent.
pub(crate) fn creation_name(table: &Table<'_>, reference: usize, schema: &str) -> Ident {
    let column = &table.columns[table.references[reference].column].name;
    field_name(&format!("from_{schema}_with_{column}"))
}
