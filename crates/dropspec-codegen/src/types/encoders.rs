//! Encoders: an `impl Encode` for each named object that the fast validator supports, and for enums of strings.

use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Fields, Item};

use super::objects::{CoveredObject, CoveredProperty, OneWay};
use super::structs::renamed;
use crate::rust::layout;

/// The encoders of all objects and enums.
pub(super) fn encoders(objects: &[CoveredObject<'_, '_>], file: &syn::File) -> Checked<String> {
    let objects = objects.iter().map(object);
    let enums = file.items.iter().filter_map(|item| match item {
        Item::Enum(item) => choice(item),
        _ => None,
    });
    objects.chain(enums).map(layout::inner).collect()
}

fn object(object: &CoveredObject<'_, '_>) -> TokenStream {
    let kind = object.name;
    let outgoing = object.properties.iter().filter(|property| !matches!(property.one_way, Some(OneWay::In { .. })));
    let properties = outgoing.map(property);
    quote! {
        impl ::dropspec::encode::Encode for #kind {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                let mut object = ::dropspec::encode::ObjectWriter::new(out);
                #(#properties)*
                object.end();
            }
        }
    }
}

fn property(property: &CoveredProperty<'_, '_>) -> TokenStream {
    let (field, name) = (property.field, quoted(property.name) + ":");
    match (property.skipped, property.is_option()) {
        (true, true) => quote!(object.optional(#name, self.#field.as_ref());),
        // typify represents an absent list by an empty one.
        (true, false) => quote!(if !self.#field.is_empty() { object.property(#name, &self.#field); }),
        (false, _) => quote!(object.property(#name, &self.#field);),
    }
}

fn choice(item: &syn::ItemEnum) -> Option<TokenStream> {
    if item.variants.is_empty() || item.variants.iter().any(|variant| !matches!(variant.fields, Fields::Unit)) {
        return None;
    }
    let kind = &item.ident;
    let arms = item.variants.iter().map(|variant| {
        let (ident, text) = (&variant.ident, renamed(&variant.attrs).unwrap_or_else(|| variant.ident.to_string()));
        let text = quoted(&text);
        quote!(Self::#ident => #text,)
    });
    Some(quote! {
        impl ::dropspec::encode::Encode for #kind {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                let text = match self { #(#arms)* };
                out.extend_from_slice(text.as_bytes());
            }
        }
    })
}

/// A JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
