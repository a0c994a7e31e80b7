//! The fields of typify's structs.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, PathArguments, Type};

/// The value of `#[serde(rename = "…")]`.
pub(crate) fn renamed(attributes: &[syn::Attribute]) -> Option<String> {
    serde_attributes(attributes).rename
}

/// The call that serde's default of a field is: `unwrap_or_else(function)`.
pub(super) fn default_call(attributes: &[syn::Attribute]) -> Option<String> {
    serde_attributes(attributes).default.map(|default| default.to_string())
}

/// The relevant arguments of `#[serde(…)]`.
#[derive(Default)]
struct Serde {
    rename: Option<String>,
    default: Option<TokenStream>,
}

fn serde_attributes(attributes: &[syn::Attribute]) -> Serde {
    let mut found = Serde::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Unknown arguments end the parsing with an error, which is irrelevant here.
        let _ = attribute.parse_nested_meta(|meta| {
            let text = meta.value().ok().map(syn::parse::ParseBuffer::parse::<syn::LitStr>).transpose()?;
            if meta.path.is_ident("rename") {
                found.rename = text.map(|text| text.value());
            } else if meta.path.is_ident("default") {
                found.default = Some(match text.map(|text| text.parse::<syn::Path>()).transpose()? {
                    Some(function) => quote!(unwrap_or_else(#function)),
                    None => quote!(unwrap_or_default()),
                });
            }
            Ok(())
        });
    }
    found
}

/// The argument of a generic type: `T` of `Option<T>`.
pub(crate) fn argument_of<'t>(kind: &'t Type, generic: &str) -> Option<&'t Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == generic)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })
}
