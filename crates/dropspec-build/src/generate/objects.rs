//! The named objects that the fast path covers, as both the document and Rust have them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;
use syn::{GenericArgument, PathArguments, Type};

use super::names::type_name;
use super::types::Struct;
use crate::document::{Document, Node, Read, Shape, is_plain_object, shape};

/// Whether the fast path covers a schema with all that it refers to.
pub(super) fn is_covered(document: &Document<'_>, node: &Node<'_>) -> Read<bool> {
    let Some(shape) = shape(node)? else { return Ok(false) };
    covered_shape(document, &shape, &mut Vec::new())
}

/// An object that is covered.
#[derive(Debug)]
pub(super) struct Object<'p, 's> {
    pub(super) node: &'p Node<'s>,
    pub(super) name: &'p Ident,
    pub(super) properties: Vec<Property<'p, 's>>,
}

/// A property of an object, in the document and in Rust.
#[derive(Debug)]
pub(super) struct Property<'p, 's> {
    pub(super) name: &'s str,
    pub(super) node: Node<'s>,
    pub(super) shape: Shape,
    pub(super) required: bool,
    pub(super) field: &'p Ident,
    pub(super) kind: &'p Type,
}

impl Property<'_, '_> {
    /// The type without the `Option` that stands for absence or null.
    pub(super) fn bare_kind(&self) -> &Type {
        inner_of_option(self.kind).unwrap_or(self.kind)
    }

    /// Whether the field is a `Vec`.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.shape, Shape::Array { .. })
    }

    /// Whether the field is an `Option`.
    pub(super) fn is_option(&self) -> bool {
        inner_of_option(self.kind).is_some()
    }
}

/// All objects that are covered, in the order of the document.
pub(super) fn objects<'p, 's>(document: &'p Document<'s>, structs: &'p [Struct]) -> Read<Vec<Object<'p, 's>>> {
    let mut objects = Vec::new();
    for (name, node) in &document.schemas {
        let found = structs.iter().find(|found| found.name == type_name(name));
        if let (Some(found), true) = (found, covered_object(document, name, &mut Vec::new())?) {
            objects.push(Object { node, name: &found.name, properties: properties(node, found)? });
        }
    }
    Ok(objects)
}

fn properties<'p, 's>(node: &Node<'s>, found: &'p Struct) -> Read<Vec<Property<'p, 's>>> {
    let required: Vec<Node<'_>> = node.items_of("required")?;
    let mut properties = Vec::new();
    for (name, property) in node.entries_of("properties")? {
        let field = found.fields.iter().find(|(rename, _, _)| rename == name);
        let (Some((_, field, kind)), Some(shape)) = (field, shape(&property)?) else {
            return Err(property.error("this property has no field in Rust"));
        };
        let required = required.iter().any(|required| required.value() == name);
        properties.push(Property { name, node: property, shape, required, field, kind });
    }
    Ok(properties)
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
