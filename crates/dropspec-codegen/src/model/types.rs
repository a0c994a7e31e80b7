//! The types of a document.

use std::collections::{HashMap, HashSet};

use dropspec_openapi::document::{Shape, reference_name, shape};
use dropspec_openapi::formats::ServiceFormat;
use dropspec_openapi::node::{Checked, Node};
use dropspec_openapi::warnings::Warnings;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::definition::{Field, Presence, Struct, TypeDef, TypeKind};
use super::library::Library;
use super::type_ref::{Scope, TypeRef};

/// The names of the prelude that generated types refer to.
const PRELUDE: &[&str] = &["Box", "Option", "Result", "String", "Vec"];

/// The types of a document: how the values of each schema are held.
#[derive(Debug)]
pub(crate) struct Types<'s> {
    library: Library,
    definitions: Vec<TypeDef<'s>>,
    /// The types by the pointers of their schemas.
    by_pointer: HashMap<String, TypeRef>,
    /// The types of the named schemas, with the positions of their definitions.
    components: HashMap<&'s str, (usize, TypeRef)>,
    /// The schemas whose values are any JSON: their pointers, and why.
    fallbacks: Vec<(String, &'static str)>,
    /// The named objects that the fast validator supports.
    covered: HashSet<&'s str>,
    /// The formats that the service adds.
    formats: &'s [ServiceFormat],
    /// Whether a type has a name of the prelude.
    shadows_prelude: bool,
}

impl<'s> Types<'s> {
    pub(crate) fn new(
        library: Library,
        definitions: Vec<TypeDef<'s>>,
        by_pointer: HashMap<String, TypeRef>,
        components: HashMap<&'s str, (usize, TypeRef)>,
        fallbacks: Vec<(String, &'static str)>,
        covered: HashSet<&'s str>,
        formats: &'s [ServiceFormat],
    ) -> Self {
        let shadows_prelude = definitions.iter().any(|definition| PRELUDE.contains(&definition.name.as_str()));
        Self { library, definitions, by_pointer, components, fallbacks, covered, formats, shadows_prelude }
    }

    /// Makes fields optional, given by the positions of the struct and of the field.
    pub(crate) fn drop_defaults(&mut self, fields: Vec<(usize, usize)>) {
        for (id, index) in fields {
            if let TypeKind::Struct(found) = &mut self.definitions[id].kind {
                found.fields[index].presence = Presence::Optional;
            }
        }
    }

    /// The definitions: those of named schemas first, in the order of the document.
    pub(crate) fn definitions(&self) -> &[TypeDef<'s>] {
        &self.definitions
    }

    /// The function that checks a format of the service.
    pub(crate) fn format_function(&self, name: &str) -> Option<&'s str> {
        self.formats.iter().find(|format| format.name == name)?.function.as_deref()
    }

    /// Warnings about the schemas whose values are any JSON.
    pub(crate) fn warnings(&self) -> Warnings {
        let mut warnings = Warnings::default();
        for (pointer, reason) in &self.fallbacks {
            warnings.add(format!("values are held as any JSON, since {reason}"), pointer);
        }
        warnings
    }

    /// The type of a schema.
    pub(crate) fn type_of(&self, node: &Node<'_>) -> TypeRef {
        let named = reference_name(node).ok().flatten().and_then(|name| self.components.get(name));
        let known = named.map(|(_, kind)| kind).or_else(|| self.by_pointer.get(node.pointer()));
        known.cloned().unwrap_or(TypeRef::Json)
    }

    /// Whether the fast validator supports a schema and everything that it refers to.
    pub(crate) fn is_covered(&self, node: &Node<'_>) -> Checked<bool> {
        Ok(shape(node)?.is_some_and(|shape| self.covers(&shape)))
    }

    /// Whether the fast validator supports everything that a shape refers to.
    pub(crate) fn covers(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Object(name) => self.covers_object(name),
            Shape::Array { items, .. } => self.covers(items),
            Shape::Nullable(inner) => self.covers(inner),
            _ => true,
        }
    }

    /// Whether the fast validator supports a named object and everything that it refers to.
    pub(crate) fn covers_object(&self, name: &str) -> bool {
        self.covered.contains(name)
    }

    /// The type of a named schema.
    pub(crate) fn component_type(&self, name: &str) -> Option<&TypeRef> {
        self.components.get(name).map(|(_, kind)| kind)
    }

    /// The path to the type of a schema, from outside of the module `types`.
    pub(crate) fn path(&self, node: &Node<'_>) -> TokenStream {
        self.tokens(&self.type_of(node))
    }

    /// A type as tokens, outside of the module `types`.
    pub(crate) fn tokens(&self, kind: &TypeRef) -> TokenStream {
        self.text(kind, Scope::Outside).parse().unwrap_or_else(|_| quote!(::serde_json::Value))
    }

    /// The name of the type of a named schema.
    pub(crate) fn component_name(&self, name: &str) -> Ident {
        let known = self.components.get(name).map(|(id, _)| self.definitions[*id].name.as_str());
        Ident::new(known.unwrap_or("Unknown"), Span::call_site())
    }

    /// The type of a named schema as tokens, outside of the module `types`.
    pub(crate) fn component(&self, name: &str) -> TokenStream {
        let name = self.component_name(name);
        quote!(types::#name)
    }

    /// The definition of a named schema.
    pub(crate) fn component_kind(&self, name: &str) -> Option<&TypeKind<'s>> {
        self.components.get(name).map(|(id, _)| &self.definitions[*id].kind)
    }

    /// The struct of a named schema, if it has one.
    pub(crate) fn component_struct(&self, name: &str) -> Option<&Struct<'s>> {
        match self.component_kind(name)? {
            TypeKind::Struct(found) => Some(found),
            _ => None,
        }
    }

    /// The struct of a type, if it is one.
    pub(crate) fn named_struct(&self, kind: &TypeRef) -> Option<&Struct<'s>> {
        match &self.definitions[kind.named()?].kind {
            TypeKind::Struct(found) => Some(found),
            TypeKind::Alias(target) => self.named_struct(target),
            _ => None,
        }
    }

    /// The type of a field.
    pub(crate) fn field_text(&self, field: &Field<'_>, scope: Scope) -> String {
        let kind = self.text(&field.kind, scope);
        if field.is_optional() { format!("{}<{kind}>", self.prelude("Option", scope)) } else { kind }
    }

    /// A type as text.
    pub(crate) fn text(&self, kind: &TypeRef, scope: Scope) -> String {
        let of = |generic: &str, inner: &TypeRef| format!("{generic}<{}>", self.text(inner, scope));
        match kind {
            TypeRef::Boolean => "bool".to_owned(),
            TypeRef::Int32 => "i32".to_owned(),
            TypeRef::Int64 => "i64".to_owned(),
            TypeRef::Number => "f64".to_owned(),
            TypeRef::Text => self.prelude("String", scope).to_owned(),
            TypeRef::Uuid => "::uuid::Uuid".to_owned(),
            TypeRef::Binary => self.library.bytes().to_owned(),
            TypeRef::Json => "::serde_json::Value".to_owned(),
            TypeRef::JsonObject => {
                let string = self.prelude("String", scope);
                format!("::serde_json::Map<{string}, ::serde_json::Value>")
            }
            TypeRef::Array(inner) => of(self.prelude("Vec", scope), inner),
            TypeRef::Map(inner) => {
                let string = self.prelude("String", scope);
                format!("::std::collections::BTreeMap<{string}, {}>", self.text(inner, scope))
            }
            TypeRef::Nullable(inner) => of(self.prelude("Option", scope), inner),
            TypeRef::Boxed(inner) => of(self.prelude("Box", scope), inner),
            TypeRef::Named(id) => {
                let name = &self.definitions[*id].name;
                if scope == Scope::Types { name.clone() } else { format!("types::{name}") }
            }
        }
    }

    /// A name of the prelude, as a full path if a type has such a name.
    pub(crate) fn prelude(&self, name: &'static str, scope: Scope) -> &'static str {
        if !(self.shadows_prelude && scope == Scope::Types) {
            return name;
        }
        match name {
            "Box" => "::std::boxed::Box",
            "Option" => "::std::option::Option",
            "Result" => "::std::result::Result",
            "String" => "::std::string::String",
            "Vec" => "::std::vec::Vec",
            other => other,
        }
    }
}
