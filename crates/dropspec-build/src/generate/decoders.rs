//! The fast path in: an `impl Object` for each named object that it covers.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::objects::{Object, Property, default_value};
use super::seeds::seed;
use crate::document::{Read, Shape};

/// The decoders of all objects.
pub(super) fn decoders(objects: &[Object<'_, '_>]) -> Read<TokenStream> {
    let mut patterns = Vec::new();
    let code = objects.iter().map(|object| decoder(object, &mut patterns)).collect::<Read<TokenStream>>()?;
    let patterns = unique(patterns);
    Ok(quote!(#(#patterns)* #code))
}

fn decoder(object: &Object<'_, '_>, patterns: &mut Vec<TokenStream>) -> Read<TokenStream> {
    let Object { node, name: kind, properties } = object;
    let draft = quote::format_ident!("{kind}Draft");
    let open = node.get("additionalProperties").is_none_or(|extra| extra.value() != &Value::Bool(false));
    let fields = properties.iter().map(|property| {
        let (field, bare) = (property.field, property.bare_kind());
        let nullable = matches!(property.shape, Shape::Nullable(_));
        if nullable {
            quote!(#field: ::std::option::Option<::std::option::Option<#bare>>)
        } else {
            quote!(#field: ::std::option::Option<#bare>)
        }
    });
    let names = properties.iter().enumerate().map(|(index, property)| {
        let name = property.name;
        quote!(#name => #index)
    });
    let reads: Vec<TokenStream> = properties
        .iter()
        .enumerate()
        .map(|(index, property)| {
            let (field, bare) = (property.field, property.bare_kind());
            let target = property.node.resolve().unwrap_or_else(|_| property.node.clone());
            let seed = seed(&property.shape, &target, &quote!(#bare), &TokenStream::new());
            patterns.extend(seed.patterns);
            let expression = seed.expression;
            quote!(#index => draft.#field = Some(map.next_value_seed(#expression)?))
        })
        .collect();
    let values = properties.iter().map(|property| {
        let (field, value) = (property.field, finish(property)?);
        Ok(quote!(#field: #value))
    });
    let values = values.collect::<Read<Vec<_>>>()?;
    let text = format!(" What has been read of a [`{kind}`].");
    Ok(quote! {
        #[doc = #text]
        #[derive(Debug, Default)]
        pub struct #draft { #(#fields),* }

        impl check::Object for #kind {
            type Draft = #draft;

            const OPEN: bool = #open;

            fn property(name: &str) -> ::std::option::Option<usize> {
                Some(match name {
                    #(#names,)*
                    _ => return None,
                })
            }

            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                draft: &mut #draft,
                property: usize,
                map: &mut A,
            ) -> ::std::result::Result<(), A::Error> {
                match property {
                    #(#reads,)*
                    _ => {}
                }
                Ok(())
            }

            fn finish(draft: #draft) -> ::std::option::Option<Self> {
                Some(Self { #(#values),* })
            }
        }
    })
}

/// The value of the field when the draft has what was read.
fn finish(property: &Property<'_, '_>) -> Read<TokenStream> {
    let field = property.field;
    let nullable = matches!(property.shape, Shape::Nullable(_));
    if property.required {
        return Ok(quote!(draft.#field?));
    }
    Ok(match (property.node.resolve()?.get("default"), property.is_option()) {
        (_, true) if nullable => quote!(draft.#field.flatten()),
        (_, true) => quote!(draft.#field),
        (Some(default), false) => {
            let default = default_value(&default, &property.shape)?;
            quote!(draft.#field.unwrap_or(#default))
        }
        (None, false) => quote!(draft.#field.unwrap_or_default()),
    })
}

/// Each once: schemas that share a named string share its pattern.
pub(super) fn unique(statics: Vec<TokenStream>) -> Vec<TokenStream> {
    let mut kept: Vec<TokenStream> = Vec::new();
    for item in statics {
        if !kept.iter().any(|other| other.to_string() == item.to_string()) {
            kept.push(item);
        }
    }
    kept
}
