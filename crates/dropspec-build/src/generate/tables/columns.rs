//! The columns as diesel has them: `table!`, and the structs of rows.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Type;

use super::super::names::field_name;
use super::super::objects::argument_of;
use super::super::types::{self, Struct};
use super::{Context, module_name};
use crate::document::{Column, ColumnKind, Read, Table, collect};

/// A column, with the field of the record that it holds.
pub(super) struct Field<'p, 's> {
    pub(super) column: &'p Column<'s>,
    /// The field of the record.
    pub(super) name: &'p Ident,
    /// The type of the field, without the `Option`s that stand for absence and null.
    pub(super) bare: &'p Type,
    /// How many such `Option`s there are.
    pub(super) options: usize,
    /// Its name in diesel's table, and in the structs of rows.
    pub(super) column_name: Ident,
}

/// The columns of a table, with the fields of its record.
pub(super) fn fields<'p, 's>(table: &'p Table<'s>, record: &'p Struct) -> Read<Vec<Field<'p, 's>>> {
    collect(&table.columns, |column| {
        let found = record.fields.iter().find(|field| field.property == column.property);
        let Some(types::Field { name, kind, .. }) = found else {
            return Err(column.node.error("this property has no field in Rust"));
        };
        let (bare, options) = without_options(kind);
        let field = Field { column, name, bare, options, column_name: field_name(&column.name) };
        if options > 0 && !column.nullable {
            let property = column.node.resolve()?;
            let message = if property.flag("readOnly")? || property.flag("writeOnly")? {
                "a required property of a table cannot be `readOnly` or `writeOnly`; describe what clients send in a schema of its own"
            } else {
                "a property with a default cannot be nullable as well, in a table"
            };
            return Err(column.node.error(message));
        }
        field.check()?;
        Ok(field)
    })
}

/// A type without its `Option`s, and how many there were.
pub(super) fn without_options(kind: &Type) -> (&Type, usize) {
    match argument_of(kind, "Option") {
        Some(inner) => {
            let (bare, options) = without_options(inner);
            (bare, options + 1)
        }
        None => (kind, 0),
    }
}

impl Field<'_, '_> {
    /// Refuses a type that the column cannot hold.
    fn check(&self) -> Read<()> {
        let expected = match &self.column.kind {
            ColumnKind::Boolean => "bool",
            ColumnKind::Integer => "i32",
            ColumnKind::Long => "i64",
            ColumnKind::Double => "f64",
            ColumnKind::Uuid => "Uuid",
            ColumnKind::Date | ColumnKind::Moment => "String",
            ColumnKind::Text | ColumnKind::Choice(_) | ColumnKind::Json => return Ok(()),
        };
        if self.is(expected) {
            return Ok(());
        }
        let bare = self.bare;
        Err(self
            .column
            .node
            .error(format!("a column cannot hold the type that this property has, `{}`", quote!(#bare))))
    }

    fn is(&self, name: &str) -> bool {
        matches!(self.bare, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
    }

    /// Whether it is a text as it is, rather than something that is written as one.
    pub(super) fn is_string(&self) -> bool {
        self.column.kind == ColumnKind::Text && self.is("String")
    }

    /// What stands around the value in the struct of a row.
    pub(super) fn wrapper(&self) -> Option<Ident> {
        match self.column.kind {
            ColumnKind::Text if self.is_string() => None,
            ColumnKind::Text | ColumnKind::Choice(_) => Some(format_ident!("Choice")),
            ColumnKind::Uuid => Some(format_ident!("Key")),
            ColumnKind::Date => Some(format_ident!("DateText")),
            ColumnKind::Moment => Some(format_ident!("MomentText")),
            ColumnKind::Json => Some(format_ident!("Json")),
            _ => None,
        }
    }

    /// The type in the struct of a row, if it holds something.
    pub(super) fn bare_row_type(&self) -> TokenStream {
        let bare = self.bare;
        match (&self.column.kind, self.wrapper()) {
            (ColumnKind::Uuid | ColumnKind::Date | ColumnKind::Moment, Some(wrapper)) => quote!(#wrapper),
            (_, Some(wrapper)) => quote!(#wrapper<#bare>),
            (_, None) => quote!(#bare),
        }
    }

    fn row_type(&self) -> TokenStream {
        let bare = self.bare_row_type();
        if self.column.nullable { quote!(Option<#bare>) } else { bare }
    }

    fn sql_type(&self) -> TokenStream {
        let bare = match self.column.kind {
            ColumnKind::Boolean => quote!(Bool),
            ColumnKind::Integer => quote!(Integer),
            ColumnKind::Long => quote!(BigInt),
            ColumnKind::Double => quote!(Double),
            ColumnKind::Text | ColumnKind::Choice(_) => quote!(Text),
            ColumnKind::Uuid => quote!(dropspec::table::SqlUuid),
            ColumnKind::Date => quote!(Date),
            ColumnKind::Moment => quote!(dropspec::table::SqlMoment),
            ColumnKind::Json => quote!(dropspec::table::SqlJson),
        };
        if self.column.nullable { quote!(Nullable<#bare>) } else { bare }
    }

    /// A value of a record as one of a row.
    pub(super) fn to_row(&self, value: &TokenStream) -> TokenStream {
        match (self.wrapper(), self.options) {
            (None, 0 | 1) => quote!(#value),
            (None, _) => quote!(#value.flatten()),
            (Some(wrapper), 0) => quote!(#wrapper(#value)),
            (Some(wrapper), 1) => quote!(#value.map(#wrapper)),
            (Some(wrapper), _) => quote!(#value.flatten().map(#wrapper)),
        }
    }

    /// A value of a row as one of a record. What holds nothing is null, where null is told apart from absence.
    pub(super) fn to_record(&self, value: &TokenStream) -> TokenStream {
        let unwrapped = match (self.wrapper(), self.options) {
            (None, _) => quote!(#value),
            (Some(_), 0) => quote!(#value.0),
            (Some(_), _) => quote!(#value.map(|value| value.0)),
        };
        if self.options > 1 { quote!(Some(#unwrapped)) } else { unwrapped }
    }
}

/// A module with the declarations of its table, which nobody lays out but ourselves: it is a macro.
pub(super) fn declared(context: &Context<'_, '_>, module: &str) -> String {
    let (name, key) = (module_name(context.table), &context.fields[context.table.key].column_name);
    let mut lines = vec![format!("/// `{}`", context.table.name), format!("{name} ({key}) {{")];
    for field in &context.fields {
        let text = match field.column.description {
            "" => format!("`{}`", field.column.property),
            text => text.trim_end().to_owned(),
        };
        lines.extend(text.lines().map(|line| format!("    /// {line}").trim_end().to_owned()));
        lines.push(format!("    {} -> {},", field.column_name, field.sql_type().to_string().replace(' ', "")));
    }
    lines.extend(["    /// How often the row was written.", "    version -> BigInt,", "}"].map(str::to_owned));
    let indented = |depth: usize, line: &String| format!("{}{line}\n", " ".repeat(4 * depth));
    let inside: String = lines.iter().map(|line| indented(3, line)).collect();
    let declaration = format!("        diesel::table! {{\n{inside}        }}\n");
    module.replacen(&format!("        diesel::table!({name});\n"), &declaration, 1)
}

/// `table!`, the struct of the columns that change, and that of a whole row.
pub(super) fn columns(context: &Context<'_, '_>) -> TokenStream {
    let name = module_name(context.table);
    let key = &context.fields[context.table.key];
    let (key_name, key_type) = (&key.column_name, key.row_type());
    let values = context.values().map(|field| {
        let (name, kind) = (&field.column_name, field.row_type());
        quote!(#name: #kind)
    });
    let value_names: Vec<&Ident> = context.values().map(|field| &field.column_name).collect();
    quote! {
        diesel::table!(#name);

        /// What a row holds beside its key and its version.
        #[derive(Debug, Insertable, Queryable, AsChangeset)]
        // Otherwise statements would differ with the values, and not be prepared once for all.
        #[diesel(table_name = #name, treat_none_as_default_value = false, treat_none_as_null = true)]
        pub struct Values { #(#values,)* }

        /// A row, as it is read.
        #[derive(Debug, Queryable)]
        pub struct Row { key: #key_type, version: i64, values: Values }

        type KeyValue = #key_type;
        type Columns = (#name::#key_name, #name::version, (#(#name::#value_names,)*));
        const COLUMNS: Columns = (#name::#key_name, #name::version, (#(#name::#value_names,)*));
    }
}

impl<'p, 's> Context<'p, 's> {
    /// The fields but the key.
    pub(super) fn values(&self) -> impl Iterator<Item = &Field<'p, 's>> {
        self.fields.iter().enumerate().filter(|(index, _)| *index != self.table.key).map(|(_, field)| field)
    }
}
