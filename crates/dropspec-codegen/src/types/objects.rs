//! The named objects that the fast validator supports.

use std::collections::HashMap;

use dropspec_openapi::document::{Document, Shape, is_plain_object, shape};
use dropspec_openapi::node::{Checked, Node};
use proc_macro2::{Ident, TokenStream};
use syn::Type;

use super::structs::{RustField, RustStruct, argument_of};
use crate::rust::names::type_name;

/// Whether the fast validator supports a schema and everything that it refers to.
pub(crate) fn is_covered(document: &Document<'_>, node: &Node<'_>) -> Checked<bool> {
    let Some(shape) = shape(node)? else { return Ok(false) };
    covered_shape(document, &shape, &mut Known::new())
}

/// Whether the fast validator supports a named object and everything that it refers to.
pub(crate) fn is_covered_object(document: &Document<'_>, name: &str) -> Checked<bool> {
    covered_object(document, name, &mut Known::new())
}

/// An object that the fast validator supports.
#[derive(Debug)]
pub(crate) struct CoveredObject<'p, 's> {
    pub(crate) node: &'p Node<'s>,
    pub(crate) name: &'p Ident,
    pub(crate) properties: Vec<CoveredProperty<'p, 's>>,
}

/// A property with its field.
#[derive(Debug)]
pub(crate) struct CoveredProperty<'p, 's> {
    pub(crate) name: &'s str,
    pub(crate) node: Node<'s>,
    pub(crate) shape: Shape,
    /// Whether it is required in both directions.
    pub(crate) required: bool,
    /// Its direction, if it has only one.
    pub(crate) one_way: Option<OneWay>,
    pub(crate) field: &'p Ident,
    pub(crate) kind: &'p Type,
    /// How serde replaces an absent value: a method of an `Option` of the type.
    pub(crate) default: Option<&'p TokenStream>,
    /// Whether serde skips an empty value.
    pub(crate) skipped: bool,
}

/// The only direction of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OneWay {
    /// `readOnly`.
    Out,
    /// `writeOnly`, and whether a request requires it.
    In { required: bool },
}

impl CoveredProperty<'_, '_> {
    /// The type without the `Option`s for absence and null.
    pub(crate) fn bare_kind(&self) -> &Type {
        let value = argument_of(self.kind, "Option").unwrap_or(self.kind);
        argument_of(value, "Option").unwrap_or(value)
    }

    /// Whether absence and null are distinguished.
    pub(crate) fn is_twofold(&self) -> bool {
        argument_of(self.kind, "Option").is_some_and(|value| argument_of(value, "Option").is_some())
    }

    /// Whether the field is an `Option`.
    pub(crate) fn is_option(&self) -> bool {
        argument_of(self.kind, "Option").is_some()
    }
}

/// All supported objects, in the order of the document.
pub(crate) fn objects<'p, 's>(
    document: &'p Document<'s>,
    structs: &'p [RustStruct],
) -> Checked<Vec<CoveredObject<'p, 's>>> {
    let (mut objects, mut known) = (Vec::new(), Known::new());
    let structs: HashMap<String, &RustStruct> = structs.iter().map(|found| (found.name.to_string(), found)).collect();
    for (name, node) in &document.schemas {
        let found = structs.get(&type_name(name).to_string()).copied();
        if let (Some(found), true) = (found, covered_object(document, name, &mut known)?) {
            objects.push(CoveredObject { node, name: &found.name, properties: properties(node, found)? });
        }
    }
    Ok(objects)
}

fn properties<'p, 's>(node: &Node<'s>, found: &'p RustStruct) -> Checked<Vec<CoveredProperty<'p, 's>>> {
    let required: Vec<Node<'_>> = node.items_of("required")?;
    let mut properties = Vec::new();
    for (name, property) in node.entries_of("properties")? {
        let field = found.fields.iter().find(|field| field.property == name);
        let (Some(field), Some(shape)) = (field, shape(&property)?) else {
            return Err(property.error("this property has no field in the generated struct"));
        };
        let required = required.iter().any(|required| required.value() == name);
        let one_way = match (property.is_read_only()?, property.is_write_only()?) {
            (true, _) => Some(OneWay::Out),
            (_, true) => Some(OneWay::In { required }),
            _ => None,
        };
        let required = required && one_way.is_none();
        let RustField { name: field, kind, default, skipped, .. } = field;
        let (default, skipped) = (default.as_ref(), *skipped);
        properties.push(CoveredProperty {
            name,
            node: property,
            shape,
            required,
            one_way,
            field,
            kind,
            default,
            skipped,
        });
    }
    Ok(properties)
}

/// The named objects that have been visited. An object under inspection counts as unsupported: a recursive object
/// needs a `Box`, which the fast validator does not support.
type Known = HashMap<String, bool>;

fn covered_shape(document: &Document<'_>, shape: &Shape, known: &mut Known) -> Checked<bool> {
    match shape {
        Shape::Object(name) => covered_object(document, name, known),
        Shape::Array { items, .. } => covered_shape(document, items, known),
        Shape::Nullable(inner) => covered_shape(document, inner, known),
        _ => Ok(true),
    }
}

fn covered_object(document: &Document<'_>, name: &str, known: &mut Known) -> Checked<bool> {
    if let Some(covered) = known.get(name) {
        return Ok(*covered);
    }
    known.insert(name.to_owned(), false);
    let Some(node) = document.schema(name) else {
        return Ok(false);
    };
    if node.text("type")? != Some("object") || !is_plain_object(node)? {
        return Ok(false);
    }
    for (_, property) in node.entries_of("properties")? {
        match shape(&property)? {
            Some(shape) if covered_shape(document, &shape, known)? => {}
            _ => return Ok(false),
        }
    }
    known.insert(name.to_owned(), true);
    Ok(true)
}
