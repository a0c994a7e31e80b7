//! Keys in generated code: of one column, or of several as a struct of the table's module.

use dropspec_openapi::document::ColumnKind;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::context::TableContext;
use super::fields::ColumnField;
use crate::items::module_name;

impl<'p, 's> TableContext<'p, 's> {
    /// The fields of the key, in its order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &ColumnField<'p, 's>> {
        self.table.key.iter().map(|column| &self.fields[*column])
    }

    /// The field of the key, if it has only one.
    pub(super) fn single_key(&self) -> Option<&ColumnField<'p, 's>> {
        match self.table.key[..] {
            [column] => self.fields.get(column),
            _ => None,
        }
    }

    /// The struct of a key of several properties.
    pub(super) fn key_struct(&self) -> Option<TokenStream> {
        if self.single_key().is_some() {
            return None;
        }
        let fields = self.keys().map(|field| {
            let (name, kind) = (&field.column_name, &field.bare_type);
            let doc = format!(" `{}`", field.column.property);
            quote!(#[doc = #doc] pub #name: #kind)
        });
        let names = self.keys().map(|field| &field.column_name);
        Some(quote! {
            /// The key of a row.
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            pub struct Key { #(#fields,)* }

            impl ::std::fmt::Display for Key {
                fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    ::dropspec::db::write_key(formatter, &[#(&self.#names),*])
                }
            }
        })
    }

    /// The type of the key.
    pub(super) fn key_type(&self) -> TokenStream {
        self.single_key().map_or_else(|| quote!(Key), |key| key.bare_type.clone())
    }

    /// The type of the key in the struct of a row.
    pub(super) fn key_row_type(&self) -> TokenStream {
        self.single_or_tuple(ColumnField::row_type)
    }

    /// The columns of the key in diesel's table.
    pub(super) fn key_columns(&self) -> TokenStream {
        let table = module_name(self.table);
        self.single_or_tuple(|field| {
            let column = &field.column_name;
            quote!(#table::#column)
        })
    }

    /// The values of the key in a `record`, as those of a row.
    pub(super) fn key_of_record(&self) -> TokenStream {
        self.single_or_tuple(|field| {
            let name = &field.name;
            field.to_row(&quote!(record.#name))
        })
    }

    /// The condition that a row has a `key`.
    pub(super) fn has_key(&self) -> TokenStream {
        self.all_columns(|_, field| match self.single_key() {
            Some(_) => field.wrap(&quote!(key)),
            None => {
                let name = &field.column_name;
                field.wrap(&quote!(key.#name))
            }
        })
    }

    /// The condition that a row has the values of a `key` as a row has them.
    pub(super) fn has_key_values(&self) -> TokenStream {
        self.all_columns(|index, _| self.key_part(&quote!(key), index))
    }

    /// The value of a column of the key, by its index, from a key as a row has it.
    pub(super) fn key_part(&self, key: &TokenStream, index: usize) -> TokenStream {
        let place = Literal::usize_unsuffixed(index);
        if self.single_key().is_some() { key.clone() } else { quote!(#key.#place) }
    }

    /// The key of a `key` as a row has it.
    pub(super) fn key_from_row(&self) -> TokenStream {
        match self.single_key() {
            Some(field) => field.unwrap(&quote!(key)),
            None => {
                let values = self.keys().enumerate().map(|(index, field)| {
                    let (name, value) = (&field.column_name, field.unwrap(&self.key_part(&quote!(key), index)));
                    quote!(#name: #value)
                });
                quote!(Key { #(#values),* })
            }
        }
    }

    /// The expression of a key of several properties, from `self`.
    pub(super) fn key_of_self(&self) -> TokenStream {
        let values = self.keys().map(|field| {
            let (name, place) = (&field.column_name, &field.name);
            let copied = (field.column.kind == ColumnKind::Text).then(|| quote!(.clone()));
            quote!(#name: self.#place #copied)
        });
        quote!(Key { #(#values),* })
    }

    fn all_columns(&self, value: impl Fn(usize, &ColumnField<'p, 's>) -> TokenStream) -> TokenStream {
        let table = module_name(self.table);
        let conditions = self.keys().enumerate().map(|(index, field)| {
            let (column, value) = (&field.column_name, value(index, field));
            quote!(#table::#column.eq(#value))
        });
        conditions.reduce(|all, one| quote!(#all.and(#one))).unwrap_or_default()
    }

    fn single_or_tuple(&self, part: impl Fn(&ColumnField<'p, 's>) -> TokenStream) -> TokenStream {
        match self.single_key() {
            Some(field) => part(field),
            None => {
                let parts = self.keys().map(part);
                quote!((#(#parts),*))
            }
        }
    }
}
