//! The columns of a table with the fields of its record.

use dropspec_openapi::document::{Column, ColumnKind, Table};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::column_type::{ColumnType, Wrapper};
use super::names::column_idents;
use super::point::PointFields;
use crate::model::{Struct, TypeRef, Types};

/// A column with the field of the record that it stores.
pub(super) struct ColumnField<'p, 's> {
    pub(super) column: &'p Column<'s>,
    /// The field of the record.
    pub(super) name: Ident,
    /// The type of the field without the `Option`s for absence and null.
    pub(super) bare: &'p TypeRef,
    /// That type in generated code.
    pub(super) bare_type: TokenStream,
    /// The number of these `Option`s.
    pub(super) options: usize,
    /// The name of the column in diesel's table and in the structs of rows.
    pub(super) column_name: Ident,
    /// The fields of the latitude and the longitude of a point.
    pub(super) point: Option<PointFields>,
}

/// The columns of a table, with the fields of its record.
pub(super) fn fields<'p, 's>(
    table: &'p Table<'s>,
    record: &'p Struct<'s>,
    types: &Types<'_>,
) -> Checked<Vec<ColumnField<'p, 's>>> {
    collect(table.columns.iter().zip(column_idents(table)), |(column, column_name)| {
        let Some(found) = record.fields.iter().find(|field| field.property == column.property) else {
            return Err(column.node.error("this property has no field in the generated struct"));
        };
        let (name, bare, options) = (found.ident(), found.bare(), found.options());
        let point = PointFields::new(column, &column_name, bare, types)?;
        let field = ColumnField { column, name, bare, bare_type: types.tokens(bare), options, column_name, point };
        if options > 0 && !column.nullable && !column.source.is_set_on_creation() {
            let message = if column.source.is_read_only() {
                "nothing sets this required `readOnly` property of a table; make it optional, give it a default, or describe what \
                 clients send in a schema of its own"
            } else {
                "a property of a table cannot be nullable or absent and have a default; require it or remove the default"
            };
            return Err(column.node.error(message));
        }
        field.check()?;
        Ok(field)
    })
}

impl ColumnField<'_, '_> {
    /// Rejects a type that the column cannot store.
    fn check(&self) -> Checked<()> {
        if self.column_type().property.is_none_or(|expected| *self.bare == expected) {
            return Ok(());
        }
        let bare = &self.bare_type;
        Err(self.column.node.error(format!("a column cannot store the type of this property, `{bare}`")))
    }

    /// Whether the text is stored as a `String`, rather than converted from another type.
    pub(super) fn is_string(&self) -> bool {
        self.column.kind == ColumnKind::Text && *self.bare == TypeRef::Text
    }

    /// The type of the column.
    pub(super) fn column_type(&self) -> ColumnType {
        ColumnType::new(&self.column.kind, self.is_string())
    }

    /// The wrapper of the value in the struct of a row.
    pub(super) fn wrapper(&self) -> Option<TokenStream> {
        if let Some(PointFields { to_point, .. }) = &self.point {
            return Some(quote!(#to_point));
        }
        self.column_type().wrapper.constructor().cloned()
    }

    /// The function that returns the value in a wrapper of any type.
    fn unwrapper(&self) -> Option<TokenStream> {
        if let Some(PointFields { from_point, .. }) = &self.point {
            return Some(quote!(#from_point));
        }
        self.wrapper().map(|_| quote!(|value| value.0))
    }

    /// The type in the struct of a row, without the `Option` for null.
    pub(super) fn bare_row_type(&self) -> TokenStream {
        let bare = &self.bare_type;
        match self.column_type().wrapper {
            Wrapper::None => quote!(#bare),
            Wrapper::Plain(wrapper) => wrapper,
            Wrapper::Generic(wrapper) => quote!(#wrapper<#bare>),
        }
    }

    pub(super) fn row_type(&self) -> TokenStream {
        let bare = self.bare_row_type();
        if self.column.nullable { quote!(Option<#bare>) } else { bare }
    }

    pub(super) fn sql_type(&self) -> TokenStream {
        let bare = self.column_type().sql;
        if self.column.nullable { quote!(Nullable<#bare>) } else { bare }
    }

    /// Whether the column always has a value, which a record lacks until the server has made it.
    pub(super) fn is_made(&self) -> bool {
        self.options == 1 && !self.column.nullable
    }

    /// Converts a value other than null to one of a row.
    pub(super) fn wrap(&self, value: &TokenStream) -> TokenStream {
        match self.wrapper() {
            Some(wrapper) => quote!(#wrapper(#value)),
            None => value.clone(),
        }
    }

    /// Converts a value of a row other than null.
    pub(super) fn unwrap(&self, value: &TokenStream) -> TokenStream {
        match self.unwrapper() {
            None => value.clone(),
            Some(from_point) if self.point.is_some() => quote!(#from_point(#value)),
            Some(_) => quote!(#value.0),
        }
    }

    /// Converts a value of a record to one of a row.
    pub(super) fn to_row(&self, value: &TokenStream) -> TokenStream {
        if self.is_made() {
            return self.wrap(&quote!(#value.unwrap_or_default()));
        }
        match (self.wrapper(), self.options) {
            (None, 0 | 1) => quote!(#value),
            (None, _) => quote!(#value.flatten()),
            (Some(wrapper), 0) => quote!(#wrapper(#value)),
            (Some(wrapper), 1) => quote!(#value.map(#wrapper)),
            (Some(wrapper), _) => quote!(#value.flatten().map(#wrapper)),
        }
    }

    /// Converts a value of a row to one of a record. A null column is null, if null and absence are distinguished.
    pub(super) fn to_record(&self, value: &TokenStream) -> TokenStream {
        if self.is_made() {
            let value = self.unwrap(value);
            return quote!(Some(#value));
        }
        let unwrapped = match (self.unwrapper(), self.options) {
            (None, _) => quote!(#value),
            (Some(_), 0) => self.unwrap(value),
            (Some(unwrapper), _) => quote!(#value.map(#unwrapper)),
        };
        if self.options > 1 { quote!(Some(#unwrapped)) } else { unwrapped }
    }
}
