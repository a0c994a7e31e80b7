//! The structs of the values of a row, in parts where there are more values than a tuple of diesel has elements.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::context::TableContext;
use super::fields::ColumnField;
use crate::items::module_name;

/// The maximum number of columns of `table!` of diesel, and of the elements of a tuple.
pub(super) const MAX_COLUMNS: usize = 32;

/// The maximum number of values in a struct: all columns of a table, but at least one for the key and one for the version.
pub(super) const MAX_VALUES: usize = MAX_COLUMNS - 2;

impl<'p, 's> TableContext<'p, 's> {
    /// Whether the values are in several structs.
    pub(super) fn is_wide(&self) -> bool {
        self.fields.len() > MAX_VALUES + 1
    }

    /// The fields except the key, in parts.
    pub(super) fn parts(&self) -> Vec<Vec<&ColumnField<'p, 's>>> {
        let values: Vec<&ColumnField<'p, 's>> = self.values().collect();
        values.chunks(MAX_VALUES).map(<[_]>::to_vec).collect()
    }

    /// The place of the value of a column within a struct of values.
    pub(super) fn place(&self, field: &ColumnField<'_, '_>) -> TokenStream {
        let name = &field.column_name;
        let position = self.values().position(|other| other.column_name == *name).unwrap_or_default();
        if self.is_wide() {
            let part = part_name(position / MAX_VALUES);
            quote!(#part.#name)
        } else {
            quote!(#name)
        }
    }

    /// The definition of a struct of values. `derives` are the traits of diesel.
    pub(super) fn value_struct(
        &self,
        name: &str,
        doc: &str,
        derives: &TokenStream,
        options: &TokenStream,
        field: impl Fn(&ColumnField<'p, 's>) -> TokenStream,
    ) -> TokenStream {
        let (table, ident) = (module_name(self.table), format_ident!("{name}"));
        let options = (!options.is_empty()).then(|| quote!(#[diesel(#options)]));
        if !self.is_wide() {
            let attributes = self.has_values().then(|| quote!(#[diesel(table_name = #table)] #options));
            let fields = self.values().map(field);
            return quote! {
                #[doc = #doc]
                #[derive(#derives)]
                #attributes
                pub struct #ident { #(#fields,)* }
            };
        }
        let parts = self.parts();
        let (names, types): (Vec<Ident>, Vec<Ident>) =
            (0..parts.len()).map(|index| (part_name(index), part_type(name, index))).unzip();
        let fields: Vec<Vec<TokenStream>> =
            parts.iter().map(|part| part.iter().map(|value| field(value)).collect()).collect();
        let part_doc = format!(" A part of [`{name}`]: a tuple of diesel has at most 32 elements.");
        quote! {
            #[doc = #doc]
            #[derive(#derives)]
            #[diesel(table_name = #table)]
            pub struct #ident { #(#[diesel(embed)] #names: #types,)* }

            #(
                #[doc = #part_doc]
                #[derive(#derives)]
                #[diesel(table_name = #table)]
                #options
                pub struct #types { #(#fields,)* }
            )*
        }
    }

    /// A struct of values as an expression, of a `name: value` for each field.
    pub(super) fn value_expression(&self, name: &str, values: &[TokenStream]) -> TokenStream {
        let ident = format_ident!("{name}");
        if !self.is_wide() {
            return quote!(#ident { #(#values,)* });
        }
        let parts = values.chunks(MAX_VALUES).enumerate().map(|(index, values)| {
            let (name, kind) = (part_name(index), part_type(name, index));
            quote!(#name: #kind { #(#values,)* })
        });
        quote!(#ident { #(#parts,)* })
    }
}

fn part_name(index: usize) -> Ident {
    format_ident!("part_{}", index + 1)
}

fn part_type(name: &str, index: usize) -> Ident {
    format_ident!("{name}Part{}", index + 1)
}
