//! The module `types`: typify's types, with decoders and encoders.

use std::collections::HashMap;

use dropspec_openapi::document::{Document, is_alias};
use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;
use typify::TypeSpace;

use super::by_type::{schemas_by_type, type_names};
use super::collisions::check_type_names;
use super::distinct_fields::number_fields;
use super::inline::{inline_objects, unnamed_schemas};
use super::objects::objects;
use super::structs::{RustStruct, structs};
use super::typify::{named_schemas, schemars_schema, settings};
use super::unsupported::is_broken;
use super::{cleanup, decoders, encoders, optional_fields};
use crate::error::internal;
use crate::lower;
use crate::panics::catch_panics;
use crate::rust::layout;
use crate::rust::names::type_name;
use crate::type_names::TypeNames;

/// The module `types`.
#[derive(Debug)]
pub(crate) struct TypesModule {
    pub(crate) text: String,
    /// The structs among the types.
    pub(crate) structs: Vec<RustStruct>,
    /// Whether one of the types is invalid.
    pub(crate) broken: bool,
}

/// Generates the types of a document as far as needed for their names.
pub(crate) fn name(document: &Document<'_>) -> Checked<(TypeSpace, TypeNames)> {
    let mut space = TypeSpace::new(&settings());
    let named = named_schemas(document)?;
    catch_panics(|| space.add_ref_types(named.clone())).map_err(|reason| internal(&format!("the types: {reason}")))?;

    let by_type = schemas_by_type(document);
    let mut unnamed = HashMap::new();
    for (name, node) in unnamed_schemas(document) {
        // A schema that several operations refer to has one type, named after the first of them.
        if unnamed.contains_key(node.pointer()) {
            continue;
        }
        // typify would reuse the named type for this schema.
        if node.get("$ref").is_none() && !is_alias(node)? && by_type.contains_key(&name) {
            return Err(node.error(format!(
                "the type of this schema would be named `{name}` like that of a named schema; rename that one"
            )));
        }
        let schema = schemars_schema(lower::typed(document, node)?)?;
        // Schemas that typify rejects fall back to `serde_json::Value`; a failed attempt only reserves the name.
        if let Ok(id) = catch_panics(|| space.add_type_with_name(&schema, Some(name))) {
            let kind = space.get_type(&id).map_err(|error| node.error(error.to_string()))?;
            unnamed.insert(node.pointer().to_owned(), kind.ident().to_string());
        }
    }
    Ok((space, TypeNames { unnamed }))
}

/// Generates the module `types`.
pub(crate) fn module(document: &Document<'_>, mut space: TypeSpace) -> Checked<TypesModule> {
    let code = catch_panics(|| Ok::<_, String>(space.to_stream()))
        .map_err(|reason| internal(&format!("the types: {reason}")))?;
    let mut file = layout::parse(code)?;
    number_fields(&mut file.items);
    let broken = is_broken(&file.items);
    let by_type = schemas_by_type(document);
    let parts = inline_objects(&by_type, &unnamed_schemas(document))?;
    let known = by_type.iter().map(|(name, node)| (name.clone(), *node));
    let known = parts.iter().map(|(name, node)| (name.clone(), node)).chain(known).collect();
    cleanup::clean_up(&known, &mut file.items)?;
    optional_fields::distinguish_absent_and_null(&known, &mut file.items)?;
    let structs = structs(&file.items);
    check_type_names(document, &by_type, &file, &structs)?;
    let aliases = aliases(document, &mut space)?;
    let objects = objects(document, &structs)?;
    let decoders = decoders::decoders(&objects, &type_names(&by_type, &file))?;
    let encoders = encoders::encoders(&objects, &file)?;
    let head = quote! {
        /// The types of the schemas. Values of requests have been validated against their schemas.
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
    let parts = [layout::inner_items(file.items), layout::inner(aliases)?, decoders, encoders];
    Ok(TypesModule { text: layout::spaced(&layout::module(head, &parts.concat())?), structs, broken })
}

/// The aliases of named schemas that are plain types or `serde_json::Value`.
fn aliases(document: &Document<'_>, space: &mut TypeSpace) -> Checked<TokenStream> {
    let mut code = TokenStream::new();
    for (name, node) in &document.schemas {
        let target = node.resolve()?;
        let mut text = format!(" {}", target.text("description")?.unwrap_or(name));
        let kind = if document.is_json_fallback(name) {
            text.push_str("\n\n Any JSON, because no Rust type represents all values of the schema without loss.");
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
