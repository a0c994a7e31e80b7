//! The columns as diesel declares them: `table!`, and the structs of rows.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::TableContext;
use crate::items::module_name;

/// Inserts the declaration of the table into the formatted module, since formatters skip macros.
pub(super) fn declared(context: &TableContext<'_, '_>, module: &str) -> String {
    let (name, key) = (module_name(context.table), &context.fields[context.table.key].column_name);
    let sql_name = |name: &str| format!("#[sql_name = {name:?}]");
    let mut lines =
        vec![format!("/// `{}`", context.table.name), sql_name(context.table.name), format!("{name} ({key}) {{")];
    for field in &context.fields {
        let text = match field.column.description {
            "" => format!("`{}`", field.column.property),
            text => text.trim_end().to_owned(),
        };
        lines.extend(text.lines().map(|line| format!("    /// {line}").trim_end().to_owned()));
        lines.push(format!("    {}", sql_name(&field.column.name)));
        lines.push(format!("    {} -> {},", field.column_name, field.sql_type().to_string().replace(' ', "")));
    }
    lines.extend(
        ["    /// The version of the row: the number of writes.", "    version -> BigInt,", "}"].map(str::to_owned),
    );
    let indented = |depth: usize, line: &String| format!("{}{line}\n", " ".repeat(4 * depth));
    let inside: String = lines.iter().map(|line| indented(3, line)).collect();
    let declaration = format!("        diesel::table! {{\n{inside}        }}\n");
    module.replacen(&format!("        diesel::table!({name});\n"), &declaration, 1)
}

/// `table!`, the struct of the values, and the struct of a row.
pub(super) fn columns(context: &TableContext<'_, '_>) -> TokenStream {
    let name = module_name(context.table);
    let key = &context.fields[context.table.key];
    let (key_name, key_type) = (&key.column_name, key.row_type());
    let values = context.values().map(|field| {
        let (name, kind) = (&field.column_name, field.row_type());
        quote!(#name: #kind)
    });
    let value_names: Vec<&Ident> = context.values().map(|field| &field.column_name).collect();
    let values = context.has_values().then(|| {
        quote! {
            /// The columns of a row, except its key and version.
            #[derive(Debug, Insertable, Queryable, AsChangeset)]
            // The statement must not depend on the values, so that it is prepared once.
            #[diesel(table_name = #name, treat_none_as_default_value = false, treat_none_as_null = true)]
            pub struct Values { #(#values,)* }
        }
    });
    let row_values = values.is_some().then(|| quote!(values: Values));
    let selected = values.is_some().then(|| quote!((#(#name::#value_names,)*)));
    quote! {
        diesel::table!(#name);

        #values

        /// A row as it is read.
        #[derive(Debug, Queryable)]
        pub struct Row { key: #key_type, version: i64, #row_values }

        type KeyValue = #key_type;
        type Columns = (#name::#key_name, #name::version, #selected);
        const COLUMNS: Columns = (#name::#key_name, #name::version, #selected);
    }
}
