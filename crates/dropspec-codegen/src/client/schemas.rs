//! The schemas as `openapiv3` has them, which is what progenitor reads, and the Rust types that hold their values.

use std::collections::HashMap;

use dropspec_openapi::document::{COMPONENT_SCHEMAS, Document, is_alias};
use dropspec_openapi::node::{Checked, Node};
use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, ArrayType, BooleanType, NumberType, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind,
    Type, VariantOrUnknownOrEmpty,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::enums::string_enum;
use super::names::{Names, pascal};
use super::openapi::{boxed, integer, is_int32, plain, refer, text};
use super::unions::{Alternatives, Union, alternatives};
use crate::lower::typed;

/// The schemas of the client. Each object and each enum among them has a name, so that progenitor makes up none.
#[derive(Debug)]
pub(super) struct Schemas<'d, 's> {
    document: &'d Document<'s>,
    names: Names,
    /// The type of each named schema.
    named: HashMap<String, String>,
    /// The schemas for progenitor, by the names of their types.
    pub(super) lowered: IndexMap<String, ReferenceOr<Schema>>,
    /// The enums that progenitor cannot name, with their code.
    pub(super) enums: Vec<(String, TokenStream)>,
    /// The enums of objects.
    pub(super) unions: Vec<Union>,
    /// The types of unnamed schemas, by pointer.
    unnamed: HashMap<String, String>,
}

/// The type of bytes within a value.
pub(super) const BINARY: &str = "Binary";

impl<'d, 's> Schemas<'d, 's> {
    /// The named schemas of a document.
    pub(super) fn read(document: &'d Document<'s>) -> Checked<Self> {
        let mut names = Names::reserving(&[BINARY, "Err", "None", "Ok", "Some"]);
        let mut components = Vec::new();
        for (name, node) in &document.schemas {
            if !document.is_json_fallback(name) && !is_alias(node)? {
                components.push((*name, node));
            }
        }
        // A schema that is spelled like its type keeps the name, so that adding a similar one does not rename the type.
        let (exact, others): (Vec<_>, Vec<_>) = components.iter().partition(|(name, _)| pascal(name) == *name);
        let named = [exact, others].concat().into_iter();
        let named = named.map(|(name, _)| (name.to_owned(), names.type_name(name).to_string())).collect();
        let mut schemas = Self {
            document,
            names,
            named,
            lowered: IndexMap::new(),
            enums: Vec::new(),
            unions: Vec::new(),
            unnamed: HashMap::new(),
        };
        for (name, node) in components {
            let name = schemas.named.get(name).cloned().unwrap_or_default();
            match alternatives(document, node)? {
                Some(found) => schemas.add_union(name, found),
                None => schemas.define(name, &typed(document, node)?),
            }
        }
        Ok(schemas)
    }

    /// The type that holds the values of a schema; one without a name gets `hint` where it needs one.
    pub(super) fn type_of(&mut self, node: &Node<'_>, hint: &str) -> Checked<TokenStream> {
        if let Some(known) = self.unnamed.get(node.pointer()).and_then(|known| known.parse().ok()) {
            return Ok(known);
        }
        let items = node.resolve()?.get("items");
        let kind = match (alternatives(self.document, node)?, &items) {
            (Some(found), _) if node.get("$ref").is_none() => {
                let name = self.names.type_name(hint).to_string();
                self.add_union(name.clone(), found);
                self.named_type(&name)
            }
            // Only arrays that have no name: those have a type of their own.
            (_, Some(items)) if node.get("$ref").is_none() && alternatives(self.document, items)?.is_some() => {
                let item = self.type_of(items, &format!("{hint}_item"))?;
                quote!(::std::vec::Vec<#item>)
            }
            _ => {
                let lowered = typed(self.document, node)?;
                let schema = self.part(&lowered, hint);
                self.rust_type(&schema)
            }
        };
        self.unnamed.insert(node.pointer().to_owned(), kind.to_string());
        Ok(kind)
    }

    /// The type of a named schema.
    pub(super) fn named(&self, name: &str) -> TokenStream {
        self.named.get(name).map_or_else(|| quote!(::serde_json::Value), |name| self.named_type(name))
    }

    fn named_type(&self, name: &str) -> TokenStream {
        if name == BINARY {
            return quote!(::dropspec_client::Binary);
        }
        let name = format_ident!("{name}");
        quote!(types::#name)
    }

    fn add_union(&mut self, name: String, alternatives: Alternatives<'_>) {
        let members = alternatives.members.iter().map(|member| self.named.get(*member).cloned().unwrap_or_default());
        let members = members.collect();
        let Alternatives { description, selector, .. } = alternatives;
        self.unions.push(Union { name, description, members, selector });
    }

    /// Adds a schema with its own type.
    fn define(&mut self, name: String, lowered: &Value) {
        if let Some(code) = string_enum(&name, lowered) {
            self.enums.push((name, code));
            return;
        }
        let schema = self.schema(lowered, &name);
        self.lowered.insert(name, ReferenceOr::Item(schema));
    }

    /// A schema within another: a reference if it needs a type.
    fn part(&mut self, lowered: &Value, hint: &str) -> ReferenceOr<Schema> {
        if let Some(reference) = lowered["$ref"].as_str() {
            let name = reference.strip_prefix(COMPONENT_SCHEMAS).and_then(|name| self.named.get(name));
            return name
                .map_or_else(|| ReferenceOr::Item(plain(SchemaKind::Any(Default::default()))), |name| refer(name));
        }
        let is_binary = lowered["format"] == "binary";
        let is_named =
            lowered.get("enum").is_some() || lowered.get("oneOf").is_some() || lowered.get("properties").is_some();
        if !is_binary && !is_named {
            return ReferenceOr::Item(self.schema(lowered, hint));
        }
        let (is_nullable, mut lowered) = (lowered["type"].is_array(), lowered.clone());
        if is_nullable {
            lowered["type"] = lowered["type"][0].clone();
        }
        let name = if is_binary {
            BINARY.to_owned()
        } else {
            let name = self.names.type_name(hint).to_string();
            self.define(name.clone(), &lowered);
            name
        };
        if !is_nullable {
            return refer(&name);
        }
        let data = SchemaData { nullable: true, ..SchemaData::default() };
        ReferenceOr::Item(Schema { schema_data: data, schema_kind: SchemaKind::AllOf { all_of: vec![refer(&name)] } })
    }

    /// The structure of a schema.
    fn schema(&mut self, lowered: &Value, hint: &str) -> Schema {
        let (kind, nullable) = match &lowered["type"] {
            Value::Array(kinds) => (kinds.first().and_then(Value::as_str), true),
            kind => (kind.as_str(), false),
        };
        // Doc comments cannot have carriage returns.
        let description = lowered["description"].as_str().map(|text| text.replace('\r', ""));
        let schema_kind = match kind {
            Some("string") => SchemaKind::Type(Type::String(text(lowered))),
            Some("integer") => SchemaKind::Type(Type::Integer(integer(lowered))),
            Some("number") => SchemaKind::Type(Type::Number(NumberType::default())),
            Some("boolean") => SchemaKind::Type(Type::Boolean(BooleanType::default())),
            Some("array") => {
                let items = self.part(&lowered["items"], &format!("{hint}_item"));
                let items = Some(boxed(items));
                SchemaKind::Type(Type::Array(ArrayType {
                    items,
                    min_items: None,
                    max_items: None,
                    unique_items: false,
                }))
            }
            Some("object") => SchemaKind::Type(Type::Object(self.object(lowered, hint))),
            _ => match lowered["oneOf"].as_array() {
                Some(parts) => {
                    let part = |(index, part): (usize, &Value)| self.part(part, &format!("{hint}_{}", index + 1));
                    SchemaKind::OneOf { one_of: parts.iter().enumerate().map(part).collect() }
                }
                None => SchemaKind::Any(Default::default()),
            },
        };
        Schema { schema_data: SchemaData { nullable, description, ..SchemaData::default() }, schema_kind }
    }

    /// An object. Properties that a newer service adds are ignored, even if the document allows no others.
    fn object(&mut self, lowered: &Value, hint: &str) -> ObjectType {
        let properties = lowered["properties"].as_object().into_iter().flatten().map(|(name, property)| {
            let part = self.part(property, &format!("{hint}_{name}"));
            (name.clone(), boxed(part))
        });
        let properties = properties.collect();
        let required = lowered["required"].as_array().into_iter().flatten();
        let required = required.filter_map(|name| name.as_str().map(str::to_owned)).collect();
        let additional_properties = match &lowered["additionalProperties"] {
            extra @ Value::Object(_) => {
                Some(AdditionalProperties::Schema(Box::new(self.part(extra, &format!("{hint}_value")))))
            }
            Value::Bool(true) => Some(AdditionalProperties::Any(true)),
            _ => None,
        };
        ObjectType { properties, required, additional_properties, ..ObjectType::default() }
    }

    /// The type of a schema whose objects and enums are references.
    fn rust_type(&self, schema: &ReferenceOr<Schema>) -> TokenStream {
        let schema = match schema {
            ReferenceOr::Reference { reference } => {
                return self.named_type(reference.strip_prefix(COMPONENT_SCHEMAS).unwrap_or(reference));
            }
            ReferenceOr::Item(schema) => schema,
        };
        let kind = match &schema.schema_kind {
            SchemaKind::Type(Type::String(text))
                if text.format == VariantOrUnknownOrEmpty::Unknown("uuid".to_owned()) =>
            {
                quote!(::uuid::Uuid)
            }
            SchemaKind::Type(Type::String(_)) => quote!(::std::string::String),
            SchemaKind::Type(Type::Integer(integer)) if is_int32(integer) => quote!(i32),
            SchemaKind::Type(Type::Integer(_)) => quote!(i64),
            SchemaKind::Type(Type::Number(_)) => quote!(f64),
            SchemaKind::Type(Type::Boolean(_)) => quote!(bool),
            SchemaKind::Type(Type::Array(array)) => {
                let item = array.items.clone().map(ReferenceOr::unbox);
                let item = item.map_or_else(|| quote!(::serde_json::Value), |item| self.rust_type(&item));
                quote!(::std::vec::Vec<#item>)
            }
            SchemaKind::Type(Type::Object(object)) => match &object.additional_properties {
                Some(AdditionalProperties::Schema(value)) => {
                    let value = self.rust_type(value);
                    quote!(::std::collections::HashMap<::std::string::String, #value>)
                }
                _ => quote!(::serde_json::Map<::std::string::String, ::serde_json::Value>),
            },
            SchemaKind::AllOf { all_of } => {
                all_of.first().map_or_else(|| quote!(::serde_json::Value), |only| self.rust_type(only))
            }
            _ => quote!(::serde_json::Value),
        };
        if schema.schema_data.nullable { quote!(::std::option::Option<#kind>) } else { kind }
    }
}
