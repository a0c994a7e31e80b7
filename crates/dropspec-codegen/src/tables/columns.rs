//! The columns as diesel declares them: `table!`, and the structs of rows.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::TableContext;
use super::fields::ColumnField;
use super::parts::MAX_COLUMNS;
use crate::items::module_name;

/// Inserts the declaration of the table into the formatted module, since formatters skip macros.
pub(super) fn declared(context: &TableContext<'_, '_>, module: &str) -> String {
    let name = module_name(context.table);
    let indented = |depth: usize, line: &String| format!("{}{line}\n", " ".repeat(4 * depth));
    let lines =
        if context.is_wide() { wide_table(context) } else { table(context, &name.to_string(), &context.fields) };
    let declaration: String = lines.iter().map(|line| indented(2, line)).collect();
    module.replacen(&format!("        diesel::table!({name});\n"), &declaration, 1)
}

/// The declaration of a table, in a module of this name, with these columns and the version.
fn table<'f, 'p: 'f, 's: 'p + 'f>(
    context: &TableContext<'_, '_>,
    module: &str,
    fields: impl IntoIterator<Item = &'f ColumnField<'p, 's>>,
) -> Vec<String> {
    let key: Vec<String> = context.keys().map(|field| field.column_name.to_string()).collect();
    let key = key.join(", ");
    let head = [
        "diesel::table! {".to_owned(),
        format!("    /// `{}`", context.table.name),
        format!("    #[sql_name = {:?}]", context.table.name),
        format!("    {module} ({key}) {{"),
    ];
    let tail =
        ["        /// The version of the row: the number of writes.", "        version -> BigInt,", "    }", "}"];
    let columns = fields.into_iter().flat_map(|field| {
        let name = format!("        #[sql_name = {:?}]", field.column.name);
        let column = format!("        {} -> {},", field.column_name, sql_type(field));
        documentation(field).map(|line| format!("        {line}")).chain([name, column])
    });
    head.into_iter().chain(columns).chain(tail.map(str::to_owned)).collect()
}

/// The declaration of a table with more columns than `table!` takes: a module with those that it takes, and the module of the table with all.
fn wide_table(context: &TableContext<'_, '_>) -> Vec<String> {
    let name = module_name(context.table).to_string();
    let declared = format!("{}_declared", name.trim_start_matches("r#"));
    // Beside those of the key and the version.
    let declarable = MAX_COLUMNS - 1 - context.table.key.len();
    let first = context.values().take(declarable);
    let mut lines = table(context, &declared, context.keys().chain(first));
    lines.extend([
        format!("/// The columns of `{}`.", context.table.name),
        // It is in the module of the table's description, which has the same name.
        "#[allow(clippy::module_inception)]".to_owned(),
        format!("pub mod {name} {{"),
        "    use diesel::sql_types::*;".to_owned(),
        format!("    pub use super::{declared}::*;"),
        format!("    ::dropspec::db::more_columns! {{ {:?},", context.table.name),
    ]);
    for field in context.values().skip(declarable) {
        lines.extend(documentation(field).map(|line| format!("        {line}")));
        lines.push(format!("        {:?} {} -> {},", field.column.name, field.column_name, sql_type(field)));
    }
    lines.extend(["    }", "}"].map(str::to_owned));
    lines
}

fn sql_type(field: &ColumnField<'_, '_>) -> String {
    field.sql_type().to_string().replace(' ', "")
}

/// The documentation of a column, in lines.
fn documentation(field: &ColumnField<'_, '_>) -> impl Iterator<Item = String> + use<> {
    let text = match field.column.description {
        "" => format!("`{}`", field.column.property),
        text => text.trim_end().to_owned(),
    };
    let lines: Vec<String> = text.lines().map(|line| format!("/// {line}").trim_end().to_owned()).collect();
    lines.into_iter()
}

/// `table!`, the struct of the values, and the struct of a row.
pub(super) fn columns(context: &TableContext<'_, '_>) -> TokenStream {
    let name = module_name(context.table);
    let (key, key_type, key_struct) = (context.key_columns(), context.key_row_type(), context.key_struct());
    // The statement must not depend on the values, so that it is prepared once.
    let options = quote!(treat_none_as_default_value = false, treat_none_as_null = true);
    let derives = quote!(Debug, Insertable, Queryable, AsChangeset);
    let doc = " The columns of a row, except its key and version.";
    let values = context.has_values().then(|| {
        context.value_struct("Values", doc, &derives, &options, |field| {
            let (name, kind) = (&field.column_name, field.row_type());
            quote!(#name: #kind)
        })
    });
    let row_values = values.is_some().then(|| quote!(values: Values));
    let selected = values.is_some().then(|| selected(context, &name));
    quote! {
        diesel::table!(#name);

        #key_struct

        #values

        /// A row as it is read.
        #[derive(Debug, Queryable)]
        pub struct Row { key: #key_type, version: i64, #row_values }

        type KeyValue = #key_type;
        type Columns = (#key, #name::version, #selected);
        const COLUMNS: Columns = (#key, #name::version, #selected);
    }
}

/// The columns of the values, in the order and the nesting of their structs.
fn selected(context: &TableContext<'_, '_>, table: &Ident) -> TokenStream {
    let parts = context.parts().into_iter().map(|part| {
        let names = part.into_iter().map(|field| &field.column_name);
        quote!((#(#table::#names,)*))
    });
    if context.is_wide() { quote!((#(#parts,)*)) } else { quote!(#(#parts)*) }
}
