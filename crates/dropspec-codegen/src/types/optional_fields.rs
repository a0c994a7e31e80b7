//! Optional fields: distinguishes absent, null and empty values when reading and writing.

use dropspec_openapi::document::{admits_null, is_required, property};
use dropspec_openapi::node::{Checked, Node};
use syn::{Field, Fields, Item};

use super::by_type::ByType;
use super::structs::{argument_of, renamed};

/// Adapts the fields of optional properties.
pub(super) fn distinguish_absent_and_null(by_type: &ByType<'_, '_>, items: &mut [Item]) -> Checked<()> {
    let defaults: Vec<String> = items.iter().filter_map(default_of).collect();
    for item in items {
        let Item::Struct(item) = item else { continue };
        let (Some(schema), Fields::Named(fields)) = (by_type.get(&item.ident.to_string()), &mut item.fields) else {
            continue;
        };
        for field in &mut fields.named {
            let Some(ident) = &field.ident else { continue };
            let name = renamed(&field.attrs).unwrap_or_else(|| ident.to_string());
            let Some(property) = property(schema, &name)? else { continue };
            if !is_required(schema, &name)? && property.get("default").is_none() {
                change(field, &property, &defaults)?;
            }
        }
    }
    Ok(())
}

/// The type that an item implements `Default` for.
fn default_of(item: &Item) -> Option<String> {
    let Item::Impl(item) = item else { return None };
    let (_, path, _) = item.trait_.as_ref()?;
    let syn::Type::Path(kind) = item.self_ty.as_ref() else { return None };
    (path.segments.last()?.ident == "Default").then(|| kind.path.segments.last().map(|last| last.ident.to_string()))?
}

fn change(field: &mut Field, property: &Node<'_>, defaults: &[String]) -> Checked<()> {
    let target = property.resolve()?;
    let Some(inner) = argument_of(&field.ty, "Option").cloned() else {
        // typify represents an absent list or map by an empty one.
        if ["Vec", "HashMap", "Map"].iter().any(|generic| argument_of(&field.ty, generic).is_some()) {
            let kind = &field.ty;
            field.ty = syn::parse_quote!(::std::option::Option<#kind>);
            set(field, syn::parse_quote!(#[serde(default, skip_serializing_if = "::std::option::Option::is_none")]));
        }
        return Ok(());
    };
    // The default of the referenced schema is that of the property and of its type.
    let own = match &inner {
        syn::Type::Path(kind) => {
            kind.path.segments.last().is_some_and(|last| defaults.contains(&last.ident.to_string()))
        }
        _ => false,
    };
    if own && target.get("default").is_some() {
        field.ty = inner;
        set(field, syn::parse_quote!(#[serde(default)]));
        return Ok(());
    }
    let anything =
        matches!(&inner, syn::Type::Path(kind) if kind.path.segments.last().is_some_and(|last| last.ident == "Value"));
    if !anything && !admits_null(&target)? {
        return Ok(());
    }
    // A named type includes null itself.
    if !anything && property.get("$ref").is_none() {
        field.ty = syn::parse_quote!(::std::option::Option<::std::option::Option<#inner>>);
    }
    field.attrs.push(syn::parse_quote!(#[serde(default, deserialize_with = "::dropspec::schema::present")]));
    Ok(())
}

/// Replaces the serde attributes that control how an absent value is read and written.
fn set(field: &mut Field, attribute: syn::Attribute) {
    let says = |attribute: &syn::Attribute, word: &str| quote::quote!(#attribute).to_string().contains(word);
    let name = renamed(&field.attrs);
    field.attrs.retain(|attribute| !attribute.path().is_ident("serde") || says(attribute, "skip_serializing)"));
    field.attrs.push(attribute);
    if let Some(name) = name {
        field.attrs.push(syn::parse_quote!(#[serde(rename = #name)]));
    }
}
