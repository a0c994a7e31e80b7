//! Cleans up typify's types: fields in the order of the document, and complete doc comments.

use dropspec_openapi::document::property;
use dropspec_openapi::node::{Checked, Node};
use syn::{Attribute, Expr, Field, Fields, Item, Lit, Meta};

use super::by_type::ByType;
use super::structs::{argument_of, renamed};

/// Cleans up types in place.
pub(crate) fn clean_up(by_type: &ByType<'_, '_>, items: &mut [Item]) -> Checked<()> {
    for item in items {
        match item {
            Item::Struct(item) => {
                space_docs(&mut item.attrs);
                let schema = by_type.get(&item.ident.to_string());
                if let (Some(schema), Fields::Named(fields)) = (schema, &mut item.fields) {
                    let order: Vec<&str> = schema.entries_of("properties")?.into_iter().map(|(name, _)| name).collect();
                    let mut sorted: Vec<Field> = std::mem::take(&mut fields.named).into_iter().collect();
                    sorted.sort_by_key(|field| place(field, &order));
                    fields.named = sorted.into_iter().collect();
                }
                for field in &mut item.fields {
                    unbox(field);
                    let name = renamed(&field.attrs)
                        .or_else(|| field.ident.as_ref().map(ToString::to_string))
                        .unwrap_or_default();
                    let text =
                        schema.and_then(|schema| description(schema, &name)).unwrap_or_else(|| format!("`{name}`."));
                    add_doc(&mut field.attrs, &text);
                    if let Some(schema) = schema
                        && is_write_only(schema, &name)?
                    {
                        field.attrs.push(syn::parse_quote!(#[serde(skip_serializing)]));
                    }
                }
            }
            Item::Enum(item) => {
                space_docs(&mut item.attrs);
                for variant in &mut item.variants {
                    let text = format!("`{}`.", variant.ident);
                    add_doc(&mut variant.attrs, &text);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// typify puts the `Box` of a recursive field around its `Option`, so that absence would be written as null.
fn unbox(field: &mut Field) {
    let inner = argument_of(&field.ty, "Box").and_then(|inner| argument_of(inner, "Option"));
    if let Some(inner) = inner {
        field.ty = syn::parse_quote!(::std::option::Option<::std::boxed::Box<#inner>>);
        field.attrs.push(syn::parse_quote!(#[serde(skip_serializing_if = "::std::option::Option::is_none")]));
    }
}

fn place(field: &Field, order: &[&str]) -> usize {
    let name = renamed(&field.attrs).or_else(|| field.ident.as_ref().map(ToString::to_string)).unwrap_or_default();
    order.iter().position(|other| *other == name).unwrap_or(usize::MAX)
}

/// Whether a property is write-only.
fn is_write_only(schema: &Node<'_>, name: &str) -> Checked<bool> {
    property(schema, name)?.map_or(Ok(false), |property| property.is_write_only())
}

/// The description of a property, or of the schema that it refers to.
fn description(schema: &Node<'_>, name: &str) -> Option<String> {
    let target = property(schema, name).ok()??.resolve().ok()?;
    target.text("description").ok().flatten().map(str::to_owned)
}

/// Adds a doc comment if there is none.
fn add_doc(attributes: &mut Vec<Attribute>, text: &str) {
    if attributes.iter().all(|attribute| !attribute.path().is_ident("doc")) {
        attributes.insert(0, syn::parse_quote!(#[doc = #text]));
    }
    space_docs(attributes);
}

fn space_docs(attributes: &mut [Attribute]) {
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("doc")) {
        let Meta::NameValue(meta) = &mut attribute.meta else {
            continue;
        };
        if let Expr::Lit(literal) = &meta.value
            && let Lit::Str(text) = &literal.lit
            && !text.value().starts_with(' ')
        {
            let spaced = format!(" {}", text.value());
            meta.value = syn::parse_quote!(#spaced);
        }
    }
}
