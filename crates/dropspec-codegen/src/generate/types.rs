//! The types of the schemas, by typify, and what stands beside each: its decoder, and its schema for schemars.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use schemars::schema::{InstanceType, Schema, SchemaObject};
use serde_json::Value;
use syn::{Fields, Item};
use typify::{TypeSpace, TypeSpaceImpl, TypeSpaceSettings};

use super::collisions::{ByType, refuse_alike_types, schemas_by_type, type_names};
use super::contents::{request_parts, response_parts};
use super::fields::fields;
use super::guard::guarded;
use super::names::type_name;
use super::objects::{argument_of, objects};
use super::schemas::header_name;
use super::untyped::is_broken;
use super::{absence, decoders, encoders, internal, layout, tables, tidy};
use crate::lower;
use dropspec_openapi::document::{Document, HeaderKind, is_alias, properties};
use dropspec_openapi::node::{Node, Read};

/// What the types are named.
#[derive(Debug)]
pub(super) struct Types {
    /// The types of schemas without a name, by the pointer of the schema. Tokens stay on their thread.
    unnamed: HashMap<String, String>,
}

/// The module `types`.
#[derive(Debug)]
pub(super) struct TypesModule {
    pub(super) text: String,
    /// The tables that keep values of the types.
    pub(super) tables: String,
    /// Whether one of the types does not work.
    pub(super) broken: bool,
}

/// A struct that typify has made.
#[derive(Debug)]
pub(super) struct Struct {
    /// The name.
    pub(super) name: Ident,
    /// The fields.
    pub(super) fields: Vec<Field>,
}

/// A field of a struct.
#[derive(Debug)]
pub(super) struct Field {
    /// The property that it holds.
    pub(super) property: String,
    /// Its name.
    pub(super) name: Ident,
    /// Its type.
    pub(super) kind: syn::Type,
    /// What serde makes an absent one of: the method of an `Option` of the type.
    pub(super) default: Option<TokenStream>,
    /// Whether an empty one is not written.
    pub(super) skipped: bool,
}

impl Types {
    /// The type of a schema, as seen from outside of the module `types`.
    pub(super) fn of(&self, node: &Node<'_>) -> TokenStream {
        let kind = self.unnamed.get(node.pointer()).and_then(|kind| kind.parse().ok());
        kind.unwrap_or_else(|| quote!(::serde_json::Value))
    }
}

/// Makes the types of a document, as far as their names go.
pub(super) fn name(document: &Document<'_>) -> Read<(TypeSpace, Types)> {
    let mut space = TypeSpace::new(&settings());
    let named = named_schemas(document)?;
    guarded(|| space.add_ref_types(named.clone())).map_err(|reason| internal(&format!("the types: {reason}")))?;

    let by_type = schemas_by_type(document);
    let mut unnamed = HashMap::new();
    for (name, node) in unnamed_schemas(document) {
        // What several operations refer to has one type, named after the first of them.
        if unnamed.contains_key(node.pointer()) {
            continue;
        }
        // typify would take the type of that name for the type of this schema.
        if node.get("$ref").is_none() && !is_alias(node)? && by_type.contains_key(&name) {
            return Err(node.error(format!(
                "the type of this would be named `{name}`, as that of a schema is; rename the schema"
            )));
        }
        let schema = schemars_schema(lower::typed(document, node)?)?;
        // What typify cannot represent is held as JSON; it has changed nothing then but its list of names.
        if let Ok(id) = guarded(|| space.add_type_with_name(&schema, Some(name))) {
            let kind = space.get_type(&id).map_err(|error| node.error(error.to_string()))?;
            unnamed.insert(node.pointer().to_owned(), kind.ident().to_string());
        }
    }
    Ok((space, Types { unnamed }))
}

/// Writes the types of a document.
pub(super) fn module(document: &Document<'_>, mut space: TypeSpace) -> Read<TypesModule> {
    let code =
        guarded(|| Ok::<_, String>(space.to_stream())).map_err(|reason| internal(&format!("the types: {reason}")))?;
    let mut file = layout::parse(code)?;
    let broken = is_broken(&file.items);
    let by_type = schemas_by_type(document);
    let parts = inline_objects(&by_type, &unnamed_schemas(document))?;
    let known = by_type.iter().map(|(name, node)| (name.clone(), *node));
    let known = parts.iter().map(|(name, node)| (name.clone(), node)).chain(known).collect();
    tidy::tidy(&known, &mut file.items)?;
    absence::tell_apart(&known, &mut file.items)?;
    let structs = structs(&file.items);
    refuse_alike_types(document, &by_type, &file, &structs)?;
    let aliases = aliases(document, &mut space)?;
    let objects = objects(document, &structs)?;
    let tables = layout::spaced(&tables::tables(document, &structs)?);
    let decoders = decoders::decoders(&objects, &type_names(&by_type, &file))?;
    let encoders = encoders::encoders(&objects, &file)?;
    let own = document
        .schemas
        .iter()
        .filter(|(name, node)| !document.is_untyped(name) && matches!(is_alias(node), Ok(false)));
    let emissions = own.map(|(name, _)| layout::inner(emission(name))).collect::<Read<String>>()?;
    let head = quote! {
        /// The schemas of the document as types. A value that has come in with a request satisfies its schema.
        #[allow(
            clippy::derivable_impls,
            clippy::large_enum_variant,
            clippy::should_implement_trait,
            clippy::single_match,
            clippy::unwrap_used,
            unused_imports
        )]
        pub mod types {
            use dropspec::schema as check;
        }
    };
    let parts = [layout::inner_items(file.items), layout::inner(aliases)?, emissions, decoders, encoders];
    Ok(TypesModule { text: layout::spaced(&layout::module(head, &parts.concat())?), tables, broken })
}

pub(super) fn settings() -> TypeSpaceSettings {
    let mut settings = TypeSpaceSettings::default();
    settings.with_derive("PartialEq".to_owned()).with_type_mod("types");
    let binary = SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some("binary".to_owned()),
        ..SchemaObject::default()
    };
    settings.with_conversion(binary, "::dropspec::Binary", [TypeSpaceImpl::Display].into_iter());
    settings
}

/// The schemas of parameters, bodies and responses, with the names that their types get where they need one.
fn unnamed_schemas<'d, 's>(document: &'d Document<'s>) -> Vec<(String, &'d Node<'s>)> {
    let mut found = Vec::new();
    for operation in &document.operations {
        let name = |part: &str| type_name(&format!("{}_{part}", operation.id)).to_string();
        let named = fields(operation).into_iter().zip(&operation.parameters);
        found.extend(named.map(|(field, parameter)| (name(&field.to_string()), &parameter.schema)));
        let responses = operation.responses.iter().flat_map(|response| response_parts(operation, response));
        let bodies = request_parts(operation).into_iter().chain(responses).filter(|part| part.content.rows.is_none());
        found.extend(bodies.filter_map(|part| Some((part.type_name, part.content.decoded()?))));
        for response in &operation.responses {
            let values = response.headers.iter().filter(|header| matches!(header.kind, HeaderKind::Value(_)));
            found.extend(
                values.map(|header| (type_name(&header_name(operation, response, header)).to_string(), &header.schema)),
            );
        }
    }
    found
}

/// The objects that have no name in the document, by the names that typify gives their types.
fn inline_objects<'s>(named: &ByType<'_, 's>, unnamed: &[(String, &Node<'s>)]) -> Read<Vec<(String, Node<'s>)>> {
    let mut found: Vec<(String, Node<'s>)> = Vec::new();
    for (root, node) in
        unnamed.iter().map(|(name, node)| (name, *node)).chain(named.iter().map(|(name, node)| (name, *node)))
    {
        // An object that is composed of the one that it is in is not gone into again.
        let mut seen = HashSet::new();
        let mut queue = vec![(root.clone(), node.clone())];
        while let Some((name, node)) = queue.pop() {
            if node.get("$ref").is_some() || !seen.insert(node.pointer().to_owned()) {
                continue;
            }
            let parts = properties(&node)?.into_iter().map(|(part, node)| (format!("{name}_{part}"), node));
            let items = node.get("items").map(|items| (format!("{name}_item"), items));
            queue.extend(parts.chain(items).map(|(name, part)| (type_name(&name).to_string(), part)));
            found.push((name, node));
        }
    }
    Ok(found)
}

/// The named schemas that get a type of their own, as typify takes them.
pub(super) fn named_schemas(document: &Document<'_>) -> Read<Vec<(String, Schema)>> {
    lower::typed_components(document)?.into_iter().map(|(name, schema)| Ok((name, schemars_schema(schema)?))).collect()
}

fn schemars_schema(schema: Value) -> Read<Schema> {
    serde_json::from_value(schema).map_err(|error| internal(&format!("a schema is malformed: {error}")))
}

/// The structs among the types.
fn structs(items: &[Item]) -> Vec<Struct> {
    let structs = items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    structs
        .filter_map(|item| {
            let Fields::Named(fields) = &item.fields else {
                return None;
            };
            let fields = fields.named.iter().filter_map(|field| {
                let (serde, name) = (serde_attributes(&field.attrs), field.ident.clone()?);
                let property = serde.rename.unwrap_or_else(|| name.to_string());
                // The default of an option is that there is nothing.
                let nothing = |default: &TokenStream| {
                    argument_of(&field.ty, "Option").is_some() && default.to_string().starts_with("unwrap_or_default")
                };
                let default = serde.default.filter(|default| !nothing(default));
                Some(Field { property, name, kind: field.ty.clone(), default, skipped: serde.skipped })
            });
            Some(Struct { name: item.ident.clone(), fields: fields.collect() })
        })
        .collect()
}

/// What `#[serde(rename = "…")]` says.
pub(super) fn renamed(attributes: &[syn::Attribute]) -> Option<String> {
    serde_attributes(attributes).rename
}

/// What `#[serde(…)]` says.
#[derive(Default)]
struct Serde {
    rename: Option<String>,
    default: Option<TokenStream>,
    skipped: bool,
}

fn serde_attributes(attributes: &[syn::Attribute]) -> Serde {
    let mut found = Serde::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other arguments end the parse with an error, which does not matter.
        let _ = attribute.parse_nested_meta(|meta| {
            let text = meta.value().ok().map(syn::parse::ParseBuffer::parse::<syn::LitStr>).transpose()?;
            if meta.path.is_ident("rename") {
                found.rename = text.map(|text| text.value());
            } else if meta.path.is_ident("skip_serializing_if") {
                found.skipped = true;
            } else if meta.path.is_ident("default") {
                found.default = Some(match text.map(|text| text.parse::<syn::Path>()).transpose()? {
                    Some(function) => quote!(unwrap_or_else(#function)),
                    None => quote!(unwrap_or_default()),
                });
            }
            Ok(())
        });
    }
    found
}

/// The named schemas that are plain types, or JSON, as aliases.
fn aliases(document: &Document<'_>, space: &mut TypeSpace) -> Read<TokenStream> {
    let mut code = TokenStream::new();
    for (name, node) in &document.schemas {
        let target = node.resolve()?;
        let mut text = format!(" {}", target.text("description")?.unwrap_or(name));
        let kind = if document.is_untyped(name) {
            text.push_str("\n\n Held as JSON, because no type of Rust holds all of its values without loss.");
            quote!(::serde_json::Value)
        } else if is_alias(node)? {
            let schema = schemars_schema(lower::typed(document, node)?)?;
            let id = space.add_type(&schema).map_err(|error| node.error(error.to_string()))?;
            space.get_type(&id).map_err(|error| node.error(error.to_string()))?.ident()
        } else {
            continue;
        };
        let name = type_name(name);
        code.extend(quote! {
            #[doc = #text]
            pub type #name = #kind;
        });
    }
    Ok(code)
}

fn emission(name: &str) -> TokenStream {
    let kind = type_name(name);
    quote! {
        impl ::schemars::JsonSchema for #kind {
            fn schema_name() -> ::std::string::String {
                #name.to_owned()
            }

            fn json_schema(generator: &mut ::schemars::r#gen::SchemaGenerator) -> ::schemars::schema::Schema {
                dropspec::emission::component(generator, &super::schemas::EMITTED, #name)
            }
        }
    }
}
