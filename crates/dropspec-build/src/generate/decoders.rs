//! The fast path: an `impl Object` for each named object that it covers.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;
use syn::{GenericArgument, PathArguments, Type};

use super::names::type_name;
use super::seeds::seed;
use super::types::Struct;
use crate::document::{Document, Node, Read, Shape, is_plain_object, shape};

/// Whether the fast path covers a schema with all that it refers to.
pub(super) fn is_covered(document: &Document<'_>, node: &Node<'_>) -> Read<bool> {
    let Some(shape) = shape(node)? else { return Ok(false) };
    covered_shape(document, &shape, &mut Vec::new())
}

/// The decoders of all named objects that are covered.
pub(super) fn decoders(document: &Document<'_>, structs: &[Struct]) -> Read<TokenStream> {
    let mut code = TokenStream::new();
    let mut patterns = Vec::new();
    for (name, node) in &document.schemas {
        let found = structs.iter().find(|found| found.name == type_name(name));
        if let (Some(found), true) = (found, covered_object(document, name, &mut Vec::new())?) {
            code.extend(decoder(node, found, &mut patterns)?);
        }
    }
    let patterns = unique(patterns);
    Ok(quote!(#(#patterns)* #code))
}

fn covered_shape(document: &Document<'_>, shape: &Shape, above: &mut Vec<String>) -> Read<bool> {
    match shape {
        Shape::Object(name) => covered_object(document, name, above),
        Shape::Array { items, .. } => covered_shape(document, items, above),
        Shape::Nullable(inner) => covered_shape(document, inner, above),
        _ => Ok(true),
    }
}

fn covered_object(document: &Document<'_>, name: &str, above: &mut Vec<String>) -> Read<bool> {
    let Some(node) = document.schema(name) else {
        return Ok(false);
    };
    // An object within itself needs a box, which the slow path's types have.
    if above.iter().any(|other| other == name) || node.text("type")? != Some("object") || !is_plain_object(node)? {
        return Ok(false);
    }
    above.push(name.to_owned());
    for (_, property) in node.entries_of("properties")? {
        match shape(&property)? {
            Some(shape) if covered_shape(document, &shape, above)? => {}
            _ => return Ok(false),
        }
    }
    above.pop();
    Ok(true)
}

/// A property of an object, in the document and in Rust.
struct Property<'p, 's> {
    name: &'s str,
    node: Node<'s>,
    shape: Shape,
    required: bool,
    field: &'p Ident,
    kind: &'p Type,
}

impl Property<'_, '_> {
    /// The type without the `Option` that stands for absence or null.
    fn bare_kind(&self) -> &Type {
        inner_of_option(self.kind).unwrap_or(self.kind)
    }

    /// The value of the field when the draft has what was read.
    fn finish(&self) -> Read<TokenStream> {
        let field = self.field;
        let nullable = matches!(self.shape, Shape::Nullable(_));
        if self.required {
            return Ok(quote!(draft.#field?));
        }
        Ok(
            match (
                self.node.resolve()?.get("default"),
                inner_of_option(self.kind).is_some(),
            ) {
                (_, true) if nullable => quote!(draft.#field.flatten()),
                (_, true) => quote!(draft.#field),
                (Some(default), false) => {
                    let default = self.default(&default)?;
                    quote!(draft.#field.unwrap_or(#default))
                }
                (None, false) => quote!(draft.#field.unwrap_or_default()),
            },
        )
    }

    fn default(&self, default: &Node<'_>) -> Read<TokenStream> {
        default_value(default, &self.shape)
    }
}

/// A default of the document as an expression, of the type that the shape's seed gives.
pub(super) fn default_value(default: &Node<'_>, shape: &Shape) -> Read<TokenStream> {
    let wrong = || default.error("this default is not a value of the schema that the generator can write down");
    Ok(match (shape, default.value()) {
        (Shape::Boolean, Value::Bool(value)) => quote!(#value),
        (Shape::Integer { .. }, Value::Number(number)) => {
            let literal = proc_macro2::Literal::i64_unsuffixed(number.as_i64().ok_or_else(wrong)?);
            quote!(#literal)
        }
        (Shape::Number { .. }, Value::Number(number)) => {
            let value = number.as_f64().ok_or_else(wrong)?;
            quote!(#value)
        }
        (Shape::Text { .. }, Value::String(text)) => quote!(#text.to_owned()),
        (Shape::Choice | Shape::NamedChoice(_), Value::String(text)) => quote!(#text.parse().ok()?),
        _ => return Err(wrong()),
    })
}

fn decoder(node: &Node<'_>, found: &Struct, patterns: &mut Vec<TokenStream>) -> Read<TokenStream> {
    let required: Vec<Node<'_>> = node.items_of("required")?;
    let mut properties = Vec::new();
    for (name, property) in node.entries_of("properties")? {
        let field = found.fields.iter().find(|(rename, _, _)| rename == name);
        let (Some((_, field, kind)), Some(shape)) = (field, shape(&property)?) else {
            return Err(property.error("this property has no field in Rust"));
        };
        let required = required.iter().any(|required| required.value() == name);
        properties.push(Property {
            name,
            node: property,
            shape,
            required,
            field,
            kind,
        });
    }

    let kind = &found.name;
    let draft = quote::format_ident!("{kind}Draft");
    let open = node
        .get("additionalProperties")
        .is_none_or(|extra| extra.value() != &Value::Bool(false));
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
        let (field, value) = (property.field, property.finish()?);
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

/// `T` of `Option<T>`.
fn inner_of_option(kind: &Type) -> Option<&Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })
}
