//! Enums of objects: `oneOf` and `anyOf` of named schemas that can be told apart.

use std::collections::{HashMap, HashSet};

use dropspec_openapi::document::{COMPONENT_SCHEMAS, Document, discriminator, is_alias};
use dropspec_openapi::node::{Checked, Node};
use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use crate::lower::typed;
use crate::rust::docs::docs;

/// The property that selects an alternative, and the place of the alternative for each of its values.
type Selector = (String, Vec<(String, usize)>);

/// The alternatives of a schema.
#[derive(Debug)]
pub(super) struct Alternatives<'s> {
    pub(super) description: Option<String>,
    /// The named schemas.
    pub(super) members: Vec<&'s str>,
    pub(super) selector: Option<Selector>,
}

/// An enum of objects.
#[derive(Debug)]
pub(super) struct Union {
    pub(super) name: String,
    pub(super) description: Option<String>,
    /// The types of the alternatives.
    pub(super) members: Vec<String>,
    pub(super) selector: Option<Selector>,
}

/// The alternatives of a schema, if all of them are named objects that can be told apart: by the discriminator, or since each requires a
/// property, except for the last.
pub(super) fn alternatives<'s>(document: &Document<'_>, node: &Node<'s>) -> Checked<Option<Alternatives<'s>>> {
    let node = node.resolve()?;
    let keys = ["allOf", "properties", "items", "enum", "additionalProperties", "nullable"];
    if keys.iter().any(|key| node.get(key).is_some()) {
        return Ok(None);
    }
    let parts = [node.items_of("oneOf")?, node.items_of("anyOf")?].concat();
    let mut members = Vec::new();
    let mut are_distinct = true;
    for (index, part) in parts.iter().enumerate() {
        let Some(name) = member(document, part)?.filter(|name| !members.contains(name)) else { return Ok(None) };
        let requires = typed(document, &part.resolve()?)?.get("required").is_some();
        are_distinct &= requires || index + 1 == parts.len();
        members.push(name);
    }
    let place = |name: &str| members.iter().position(|member| *member == name);
    let selector = discriminator(&node)?.map(|found| {
        let choices = found.choices.iter().filter_map(|(value, name)| Some(((*value).to_owned(), place(name)?)));
        (found.property.to_owned(), choices.collect())
    });
    let description = node.text("description")?.map(str::to_owned);
    let is_union = members.len() > 1 && (selector.is_some() || are_distinct);
    Ok(is_union.then_some(Alternatives { description, members, selector }))
}

/// The name of the object that an alternative refers to.
fn member<'s>(document: &Document<'_>, part: &Node<'s>) -> Checked<Option<&'s str>> {
    let Some(name) = dropspec_openapi::document::reference_name(part)? else { return Ok(None) };
    if document.is_json_fallback(name) || document.schema(name).is_none() || is_alias(part)? {
        return Ok(None);
    }
    let lowered = typed(document, &part.resolve()?)?;
    Ok((lowered["type"] == "object" && lowered.get("properties").is_some()).then_some(name))
}

/// The code of the enums. Their members are boxed where a value may be within itself.
pub(super) fn code(unions: &[Union], schemas: &IndexMap<String, ReferenceOr<Schema>>) -> Vec<TokenStream> {
    if unions.is_empty() {
        return Vec::new();
    }
    let mut references: HashMap<&str, Vec<String>> = HashMap::new();
    for (name, schema) in schemas {
        references.insert(name, references_of(serde_json::to_value(schema).unwrap_or_default()));
    }
    for union in unions {
        references.insert(&union.name, union.members.clone());
    }
    unions.iter().map(|union| union.code(reaches_itself(&union.name, &references))).collect()
}

fn references_of(schema: Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut queue = vec![schema];
    while let Some(value) = queue.pop() {
        match value {
            Value::Object(object) => {
                let reference = object.get("$ref").and_then(Value::as_str);
                found.extend(reference.and_then(|it| it.strip_prefix(COMPONENT_SCHEMAS)).map(str::to_owned));
                queue.extend(object.into_iter().map(|(_, part)| part));
            }
            Value::Array(items) => queue.extend(items),
            _ => {}
        }
    }
    found
}

fn reaches_itself(name: &str, references: &HashMap<&str, Vec<String>>) -> bool {
    let mut seen = HashSet::new();
    let mut queue: Vec<&str> = vec![name];
    while let Some(next) = queue.pop() {
        for other in references.get(next).into_iter().flatten() {
            if other == name {
                return true;
            }
            if seen.insert(other.as_str()) {
                queue.push(other);
            }
        }
    }
    false
}

impl Union {
    /// The enum, whose variants are named like the types of its members.
    fn code(&self, is_recursive: bool) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let members: Vec<Ident> = self.members.iter().map(|member| format_ident!("{member}")).collect();
        let kinds = members.iter().map(|member| match is_recursive {
            true => quote!(::std::boxed::Box<#member>),
            false => quote!(#member),
        });
        let docs = docs(self.description.as_deref().unwrap_or("One of several objects."));
        let texts = members.iter().map(|member| format!(" A [`{member}`]."));
        let derived = self.selector.is_none().then(|| quote!(::serde::Deserialize,));
        let decoder = self.selector.as_ref().map(|selector| decoder(&name, &members, selector));
        quote! {
            #(#[doc = #docs])*
            #[derive(#derived ::serde::Serialize, Clone, Debug, PartialEq)]
            #[serde(untagged)]
            pub enum #name { #(#[doc = #texts] #members(#kinds),)* }

            #decoder
        }
    }
}

/// The decoder of an enum with a discriminator.
fn decoder(name: &Ident, members: &[Ident], (property, choices): &Selector) -> TokenStream {
    let arms = choices.iter().map(|(value, place)| {
        let member = &members[*place];
        quote!(Some(#value) => ::serde_json::from_value(value).map(Self::#member),)
    });
    let message = format!("`{property}` selects no schema");
    quote! {
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let found = match value[#property].as_str() {
                    #(#arms)*
                    _ => return Err(::serde::de::Error::custom(#message)),
                };
                found.map_err(::serde::de::Error::custom)
            }
        }
    }
}
