//! Definitions of types.

use dropspec_openapi::node::Node;
use proc_macro2::{Ident, Span};
use serde_json::Value;

use super::type_ref::TypeRef;

/// A type of the module `types`.
#[derive(Debug)]
pub(crate) struct TypeDef<'s> {
    /// The name in Rust.
    pub(crate) name: String,
    /// The documentation.
    pub(crate) doc: String,
    /// The name of the schema, if it has one.
    pub(crate) component: Option<&'s str>,
    /// The definition.
    pub(crate) kind: TypeKind<'s>,
}

/// The kinds of types.
#[derive(Debug)]
pub(crate) enum TypeKind<'s> {
    /// An object with named properties.
    Struct(Struct<'s>),
    /// Strings.
    Enum(StringEnum),
    /// A value of one of several types.
    OneOf(Alternatives),
    /// Another name of a type.
    Alias(TypeRef),
    /// A type that contains itself in arrays or maps, which an alias cannot.
    Wrapper(TypeRef),
}

/// An object with named properties.
#[derive(Debug, Default)]
pub(crate) struct Struct<'s> {
    /// The fields, in the order of the document.
    pub(crate) fields: Vec<Field<'s>>,
    /// Whether other properties are allowed.
    pub(crate) is_open: bool,
    /// The field with the other properties, and the type of their values.
    pub(crate) extra: Option<(String, TypeRef)>,
}

/// A field of a struct.
#[derive(Debug)]
pub(crate) struct Field<'s> {
    /// The name of the property.
    pub(crate) property: &'s str,
    /// The name in Rust.
    pub(crate) name: String,
    /// The schema of the property; none if it is required without being described.
    pub(crate) node: Option<Node<'s>>,
    /// The type of its values.
    pub(crate) kind: TypeRef,
    /// Whether it may be absent.
    pub(crate) presence: Presence<'s>,
    /// Its direction, if it has only one.
    pub(crate) direction: Option<Direction>,
    /// The documentation.
    pub(crate) doc: String,
}

/// Whether a property may be absent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Presence<'s> {
    /// Always present.
    Required,
    /// May be absent.
    Optional,
    /// Has this value if it is absent.
    Default(&'s Value),
}

/// The only direction of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// `readOnly`: in responses.
    Out,
    /// `writeOnly`: in requests, and whether they require it.
    In {
        /// Whether requests require it.
        required: bool,
    },
}

/// Strings, each with a variant.
#[derive(Debug)]
pub(crate) struct StringEnum {
    /// The texts, and the names of their variants.
    pub(crate) variants: Vec<(String, String)>,
    /// The position of the default.
    pub(crate) default: Option<usize>,
}

/// A value of one of several types.
#[derive(Debug)]
pub(crate) struct Alternatives {
    /// The variants, in the order in which they are tried.
    pub(crate) variants: Vec<Variant>,
    /// The property that selects a variant.
    pub(crate) discriminator: Option<Discriminator>,
}

/// A variant with a payload.
#[derive(Debug)]
pub(crate) struct Variant {
    /// The name in Rust.
    pub(crate) name: String,
    /// The type of the payload.
    pub(crate) kind: TypeRef,
}

/// The property that selects a variant.
#[derive(Debug)]
pub(crate) struct Discriminator {
    /// Its name.
    pub(crate) property: String,
    /// Its values, and the positions of the variants that they select.
    pub(crate) choices: Vec<(String, usize)>,
}

impl Struct<'_> {
    /// The field of a property.
    pub(crate) fn field(&self, property: &str) -> Option<&Field<'_>> {
        self.fields.iter().find(|field| field.property == property)
    }
}

impl Field<'_> {
    /// The name in Rust.
    pub(crate) fn ident(&self) -> Ident {
        Ident::new(&self.name, Span::call_site())
    }

    /// The type without the `Option`s for absence and null.
    pub(crate) fn bare(&self) -> &TypeRef {
        self.kind.non_null()
    }

    /// The number of `Option`s, for absence and null.
    pub(crate) fn options(&self) -> usize {
        usize::from(self.is_optional()) + usize::from(matches!(self.kind, TypeRef::Nullable(_)))
    }

    /// Whether the field is an `Option` for absence.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self.presence, Presence::Optional)
    }
}
