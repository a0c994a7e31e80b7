//! The module `types` of the client.

use std::collections::HashMap;

use dropspec_openapi::document::Document;
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Field, Fields, ItemStruct, parse_quote};

use super::structs::{EXTRA, field, structs, with_fields};
use crate::model::{self, Presence, Struct, TypeDef, TypeRef, Types};
use crate::rust::docs::docs;
use crate::rust::layout::Layout;
use crate::types::received_definition;

/// The items of the module `types`.
pub(super) fn module(document: &Document<'_>, types: &Types<'_>) -> Checked<String> {
    let mut structs = structs(document, types)?;
    let items = collect(types.definitions().iter().enumerate(), |(id, definition)| {
        Ok(match (structs.remove(&id), with_fields(definition)) {
            (Some(item), Some(found)) => {
                Layout::Formatted.items(completed(item, definition, found).into_token_stream())? + "\n"
            }
            _ => received_definition(types, definition),
        })
    })?;
    Ok(items.concat())
}

/// A struct of progenitor with the names and the documentation of the model, whose fields distinguish absence from null. Properties that a
/// newer service adds are ignored, even if the document allows no others.
fn completed(mut item: ItemStruct, definition: &TypeDef<'_>, found: &Struct<'_>) -> ItemStruct {
    let Fields::Named(fields) = &mut item.fields else { return item };
    let generated = std::mem::take(&mut fields.named).into_iter();
    let mut generated: HashMap<String, Field> =
        generated.filter_map(|field| Some((field.ident.as_ref()?.to_string(), field))).collect();
    for (index, known) in found.fields.iter().enumerate() {
        fields.named.extend(generated.remove(&field(index)).map(|field| named(field, known)));
    }
    if let (Some(mut extra), Some((name, _))) = (generated.remove(EXTRA), &found.extra) {
        extra.ident = Some(Ident::new(name, Span::call_site()));
        extra.attrs.insert(0, parse_quote!(#[doc = " The other properties."]));
        fields.named.push(extra);
    }
    item.ident = Ident::new(&definition.name, Span::call_site());
    item.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
    let docs = docs(&definition.doc);
    item.attrs = docs.iter().map(|line| parse_quote!(#[doc = #line])).chain(item.attrs).collect();
    if found.fields.iter().all(|field| !is_required(field)) {
        item.attrs.push(parse_quote!(#[derive(Default)]));
    }
    item
}

/// The field of a property.
fn named(mut field: Field, known: &model::Field<'_>) -> Field {
    let (property, kind) = (known.property, &field.ty);
    let docs = docs(&known.doc);
    field.attrs = docs.iter().map(|line| parse_quote!(#[doc = #line])).collect();
    if known.name != property {
        field.attrs.push(parse_quote!(#[serde(rename = #property)]));
    }
    let is_nullable = matches!(known.kind, TypeRef::Nullable(_));
    if is_required(known) {
        // serde takes the absence of an `Option` for null.
        if is_nullable {
            field.attrs.push(parse_quote!(#[serde(deserialize_with = "::std::option::Option::deserialize")]));
        }
    } else {
        if known.kind.admits_null() {
            field.attrs.push(parse_quote!(#[serde(deserialize_with = "check::present")]));
        }
        field.attrs.push(parse_quote!(#[serde(default, skip_serializing_if = "::std::option::Option::is_none")]));
        field.ty = parse_quote!(::std::option::Option<#kind>);
    }
    field.ident = Some(known.ident());
    field
}

/// Whether a property is always present, in requests and responses.
fn is_required(field: &model::Field<'_>) -> bool {
    matches!(field.presence, Presence::Required)
}
