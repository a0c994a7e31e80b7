//! The structs that typify has generated.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Fields, GenericArgument, Item, PathArguments, Type};

/// A struct that typify has made.
#[derive(Debug)]
pub(crate) struct RustStruct {
    /// The name.
    pub(crate) name: Ident,
    /// The fields.
    pub(crate) fields: Vec<RustField>,
}

/// A field of a struct.
#[derive(Debug)]
pub(crate) struct RustField {
    /// The property that it holds.
    pub(crate) property: String,
    /// Its name.
    pub(crate) name: Ident,
    /// Its type.
    pub(crate) kind: syn::Type,
    /// What serde makes an absent one of: the method of an `Option` of the type.
    pub(crate) default: Option<TokenStream>,
    /// Whether an empty one is not written.
    pub(crate) skipped: bool,
}

/// The structs among the types.
pub(crate) fn structs(items: &[Item]) -> Vec<RustStruct> {
    let structs = items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    structs
        .filter_map(|item| {
            let Fields::Named(fields) = &item.fields else {
                return None;
            };
            let fields = fields.named.iter().filter_map(|field| {
                let (serde, name) = (serde_attributes(&field.attrs), field.ident.clone()?);
                let property = serde.rename.unwrap_or_else(|| name.to_string());
                // The default of an option is that there is nothing.
                let nothing = |default: &TokenStream| {
                    argument_of(&field.ty, "Option").is_some() && default.to_string().starts_with("unwrap_or_default")
                };
                let default = serde.default.filter(|default| !nothing(default));
                Some(RustField { property, name, kind: field.ty.clone(), default, skipped: serde.skipped })
            });
            Some(RustStruct { name: item.ident.clone(), fields: fields.collect() })
        })
        .collect()
}

/// What `#[serde(rename = "…")]` says.
pub(crate) fn renamed(attributes: &[syn::Attribute]) -> Option<String> {
    serde_attributes(attributes).rename
}

/// What `#[serde(…)]` says.
#[derive(Default)]
struct Serde {
    rename: Option<String>,
    default: Option<TokenStream>,
    skipped: bool,
}

fn serde_attributes(attributes: &[syn::Attribute]) -> Serde {
    let mut found = Serde::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other arguments end the parse with an error, which does not matter.
        let _ = attribute.parse_nested_meta(|meta| {
            let text = meta.value().ok().map(syn::parse::ParseBuffer::parse::<syn::LitStr>).transpose()?;
            if meta.path.is_ident("rename") {
                found.rename = text.map(|text| text.value());
            } else if meta.path.is_ident("skip_serializing_if") {
                found.skipped = true;
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

/// The arguments of generic types: `T` of `Option<T>`.
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
