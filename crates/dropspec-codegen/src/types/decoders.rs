//! Decoders: an `impl Object` for each named object that the fast validator supports.

use std::collections::HashSet;

use dropspec_openapi::document::Shape;
use dropspec_openapi::node::Checked;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::objects::{CoveredObject, CoveredProperty, OneWay};
use super::validators::validator;
use crate::rust::layout;
use crate::rust::unique::unique;

/// The decoders of all objects.
pub(super) fn decoders(objects: &[CoveredObject<'_, '_>], taken: &HashSet<String>) -> Checked<String> {
    let mut patterns = Vec::new();
    let code = objects
        .iter()
        .map(|object| layout::inner(decoder(object, &builder_name(object, taken), &mut patterns)?))
        .collect::<Checked<String>>()?;
    let patterns = unique(patterns);
    Ok(layout::inner(quote!(#(#patterns)*))? + &code)
}

fn decoder(object: &CoveredObject<'_, '_>, builder: &Ident, patterns: &mut Vec<TokenStream>) -> Checked<TokenStream> {
    let CoveredObject { node, name: kind, properties } = object;
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
            if property.one_way == Some(OneWay::Out) {
                return quote!(#index => return Err(check::read_only()));
            }
            let target = property.node.resolve().unwrap_or_else(|_| property.node.clone());
            let validator = validator(&property.shape, &target, bare, &TokenStream::new());
            patterns.extend(validator.patterns);
            let expression = validator.expression;
            quote!(#index => builder.#field = Some(map.next_value_seed(#expression)?))
        })
        .collect();
    let values = properties.iter().map(|property| {
        let (field, value) = (property.field, finish(property));
        quote!(#field: #value)
    });
    let text = format!(" The properties of a [`{kind}`] that have been read.");
    Ok(quote! {
        #[doc = #text]
        #[derive(Debug, Default)]
        pub struct #builder { #(#fields),* }

        impl check::DecodeObject for #kind {
            type Builder = #builder;

            const ADDITIONAL_PROPERTIES: bool = #open;

            fn property(name: &str) -> ::std::option::Option<usize> {
                Some(match name {
                    #(#names,)*
                    _ => return None,
                })
            }

            fn read<'de, __A: ::serde::de::MapAccess<'de>>(
                builder: &mut #builder,
                property: usize,
                map: &mut __A,
            ) -> ::std::result::Result<(), __A::Error> {
                match property {
                    #(#reads,)*
                    _ => {}
                }
                Ok(())
            }

            fn finish(builder: #builder) -> ::std::option::Option<Self> {
                Some(Self { #(#values),* })
            }
        }
    })
}

/// The name of the builder struct, distinct from other types.
fn builder_name(object: &CoveredObject<'_, '_>, taken: &HashSet<String>) -> Ident {
    let name = format_ident!("{}Builder", object.name);
    if taken.contains(&name.to_string()) { format_ident!("{name}_") } else { name }
}

/// The value of the field from the builder. Absence has the same meaning as for serde.
fn finish(property: &CoveredProperty<'_, '_>) -> TokenStream {
    let field = property.field;
    match property.default {
        _ if property.required => quote!(builder.#field?),
        _ if property.one_way == Some(OneWay::In { required: true }) => {
            let optional = property.is_option() && !matches!(property.shape, Shape::Nullable(_));
            if optional || property.is_twofold() { quote!(Some(builder.#field?)) } else { quote!(builder.#field?) }
        }
        Some(default) => quote!(builder.#field.#default),
        None if matches!(property.shape, Shape::Nullable(_)) && !property.is_twofold() => {
            quote!(builder.#field.flatten())
        }
        None => quote!(builder.#field),
    }
}
