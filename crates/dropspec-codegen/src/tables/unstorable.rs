//! The checks for values that a schema allows, but that no database can hold.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::TableContext;
use super::fields::ColumnField;

/// The methods of `Entity` that find such values.
pub(super) fn unstorable(context: &TableContext<'_, '_>) -> TokenStream {
    let checked =
        || context.fields.iter().enumerate().filter_map(|(index, field)| Some((index, field, method(field)?)));
    let values = checked().map(|(index, field, method)| {
        let method = format_ident!("{method}");
        let value = value(field);
        quote!(found.#method(#index, #value);)
    });
    let changes = checked().filter(|(index, ..)| !context.table.key.contains(index)).map(|(index, field, method)| {
        let method = format_ident!("{method}");
        let value = change(context, field);
        quote!(found.#method(#index, #value);)
    });
    let (values, changes): (Vec<TokenStream>, Vec<TokenStream>) = (values.collect(), changes.collect());
    let record = (!values.is_empty()).then(|| {
        quote! {
            fn find_unstorable(&self, found: &mut ::dropspec::db::Unstorable) {
                #(#values)*
            }
        }
    });
    let changes = (!changes.is_empty()).then(|| {
        quote! {
            fn find_unstorable_changes(changes: &Changes, found: &mut ::dropspec::db::Unstorable) {
                #(#changes)*
            }
        }
    });
    let is_single = context.single_key().is_some();
    let texts = context.keys().filter(|field| field.is_string()).map(|field| {
        let name = &field.column_name;
        if is_single { quote!(key) } else { quote!(key.#name) }
    });
    let texts: Vec<TokenStream> = texts.collect();
    let key = (!texts.is_empty()).then(|| {
        quote! {
            fn is_storable_key(key: &Self::Key) -> bool {
                #(!#texts.contains('\0'))&&*
            }
        }
    });
    quote!(#record #changes #key)
}

fn method(field: &ColumnField<'_, '_>) -> Option<&'static str> {
    field.column_type().unstorable
}

/// The value of a column of the record, as an `Option` of a reference.
fn value(field: &ColumnField<'_, '_>) -> TokenStream {
    let name = &field.name;
    match field.options {
        0 => quote!(Some(&self.#name)),
        1 => quote!(self.#name.as_ref()),
        _ => quote!(self.#name.as_ref().and_then(Option::as_ref)),
    }
}

/// The new value of a column in the changes, as an `Option` of a reference.
fn change(context: &TableContext<'_, '_>, field: &ColumnField<'_, '_>) -> TokenStream {
    let place = context.place(field);
    let flat = field.column.nullable.then(|| quote!(.and_then(Option::as_ref)));
    let unwrapped = field.wrapper().map(|_| quote!(.map(|value| &value.0)));
    quote!(changes.#place.as_ref() #flat #unwrapped)
}
