//! The types of the schemas, by typify, and what stands beside each: its decoder, and its schema for schemars.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;
use syn::{Fields, Item};
use typify::{TypeSpace, TypeSpaceSettings};

use super::names::type_name;
use super::objects::objects;
use super::{decoders, encoders, internal, tidy};
use crate::document::{Document, Node, Read, is_alias};
use crate::lower;

/// The generated types.
#[derive(Debug)]
pub(super) struct Types {
    /// The module `types`.
    pub(super) code: TokenStream,
    /// The types of schemas without a name, by the pointer of the schema.
    unnamed: HashMap<String, TokenStream>,
}

/// A struct that typify has made.
#[derive(Debug)]
pub(super) struct Struct {
    /// The name.
    pub(super) name: Ident,
    /// The fields: the name of the property, that of the field, and its type.
    pub(super) fields: Vec<(String, Ident, syn::Type)>,
}

impl Types {
    /// The type of a schema, as seen from outside of the module `types`.
    pub(super) fn of(&self, node: &Node<'_>) -> TokenStream {
        self.unnamed.get(node.pointer()).cloned().unwrap_or_else(|| quote!(::serde_json::Value))
    }
}

/// Generates the types of a document.
pub(super) fn types(document: &Document<'_>) -> Read<Types> {
    let mut settings = TypeSpaceSettings::default();
    settings.with_derive("PartialEq".to_owned()).with_type_mod("types");
    let mut space = TypeSpace::new(&settings);
    let named = lower::typed_components(document)?;
    let named =
        named.into_iter().map(|(name, schema)| Ok((name, schemars_schema(schema)?))).collect::<Read<Vec<_>>>()?;
    space.add_ref_types(named).map_err(|error| internal(&format!("the schemas have no types in Rust: {error}")))?;

    let mut unnamed = HashMap::new();
    for (name, node) in unnamed_schemas(document) {
        let schema = schemars_schema(lower::typed(document, node.value())?)?;
        let id = space
            .add_type_with_name(&schema, Some(name))
            .map_err(|error| node.error(format!("the schema has no type in Rust: {error}")))?;
        let kind = space.get_type(&id).map_err(|error| node.error(error.to_string()))?;
        unnamed.insert(node.pointer().to_owned(), kind.ident());
    }

    let mut file: syn::File = syn::parse2(space.to_stream()).map_err(|error| internal(&error.to_string()))?;
    refuse_uninhabited(document, &file)?;
    tidy::tidy(document, &mut file)?;
    let structs = structs(&file);
    let aliases = aliases(document, &mut space)?;
    let objects = objects(document, &structs)?;
    let decoders = decoders::decoders(&objects)?;
    let encoders = encoders::encoders(&objects, &file);
    let emissions =
        document.schemas.iter().filter(|(_, node)| matches!(is_alias(node), Ok(false))).map(|(name, _)| emission(name));
    let code = quote! {
        /// The schemas of the document as types. A value that has come in with a request satisfies its schema.
        #[allow(clippy::derivable_impls, clippy::large_enum_variant, clippy::should_implement_trait, unused_imports)]
        pub mod types {
            use dropspec::schema as check;

            #file
            #aliases
            #(#emissions)*
            #decoders
            #encoders
        }
    };
    Ok(Types { code, unnamed })
}

/// The schemas of parameters, bodies and responses, with the names that their types get where they need one.
fn unnamed_schemas<'d>(document: &'d Document<'_>) -> Vec<(String, &'d Node<'d>)> {
    let mut found = Vec::new();
    for operation in &document.operations {
        let name = |part: &str| type_name(&format!("{}_{part}", operation.id)).to_string();
        found.extend(operation.parameters.iter().map(|parameter| (name(parameter.name), &parameter.schema)));
        found.extend(operation.body.iter().map(|body| (name("request_body"), &body.schema)));
        let bodies =
            operation.responses.iter().filter_map(|response| Some((response.status, &response.content.as_ref()?.1)));
        found.extend(bodies.map(|(status, schema)| (name(&format!("{}_body", status.as_u16())), schema)));
    }
    found
}

fn schemars_schema(schema: Value) -> Read<schemars::schema::Schema> {
    serde_json::from_value(schema).map_err(|error| internal(&format!("a schema is malformed: {error}")))
}

/// typify makes an enum without variants of a schema that it takes for unsatisfiable.
fn refuse_uninhabited(document: &Document<'_>, file: &syn::File) -> Read<()> {
    let empty = file.items.iter().find_map(|item| match item {
        Item::Enum(item) if item.variants.is_empty() => Some(item.ident.to_string()),
        _ => None,
    });
    let Some(empty) = empty else { return Ok(()) };
    let message = format!("no value can satisfy `{empty}`: its parts exclude each other; write it as one flat schema");
    match document.schemas.iter().find(|(name, _)| type_name(name) == empty) {
        Some((_, node)) => Err(node.error(message)),
        None => Err(internal(&message)),
    }
}

fn structs(file: &syn::File) -> Vec<Struct> {
    let structs = file.items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    structs
        .filter_map(|item| {
            let Fields::Named(fields) = &item.fields else {
                return None;
            };
            let fields = fields.named.iter().filter_map(|field| {
                let ident = field.ident.clone()?;
                Some((renamed(&field.attrs).unwrap_or_else(|| ident.to_string()), ident, field.ty.clone()))
            });
            Some(Struct { name: item.ident.clone(), fields: fields.collect() })
        })
        .collect()
}

/// What `#[serde(rename = "…")]` says.
pub(super) fn renamed(attributes: &[syn::Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other arguments end the parse with an error, which does not matter.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
    name
}

/// The named schemas that are plain types, as aliases.
fn aliases(document: &Document<'_>, space: &mut TypeSpace) -> Read<TokenStream> {
    let mut code = TokenStream::new();
    for (name, node) in &document.schemas {
        if !is_alias(node)? {
            continue;
        }
        let schema = schemars_schema(lower::typed(document, node.value())?)?;
        let id = space.add_type(&schema).map_err(|error| node.error(error.to_string()))?;
        let kind = space.get_type(&id).map_err(|error| node.error(error.to_string()))?.ident();
        let target = node.resolve()?;
        let text = format!(" {}", target.text("description")?.unwrap_or(name));
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
