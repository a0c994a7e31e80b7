//! Generation: a [`Document`] becomes Rust.

mod absence;
mod bodies;
mod client;
mod collisions;
mod commands;
mod contents;
mod contract;
mod decoders;
mod defaults;
mod encoders;
mod fields;
mod guard;
mod handlers;
mod layout;
mod mocks;
mod names;
mod objects;
mod operations;
mod pages;
mod parameters;
mod responses;
mod schemas;
mod security;
mod seeds;
mod tables;
mod tidy;
mod types;
mod untyped;

pub use client::client;
pub use commands::commands;
pub use mocks::mocks;

use quote::quote;
use types::{Types, TypesModule};

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::node::Read;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::{beside, with_room};

/// What the generator makes of a document, for a server.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Types, trait, requests, responses, validators and routes.
    pub api: String,
    /// The operations as dropshot would describe them, for the contract test.
    pub contract: String,
    /// The document as JSON.
    pub json: String,
}

/// Generates the server's side of a document.
///
/// # Errors
/// When the document is malformed or has what cannot be represented.
pub fn server(source: &Source) -> Result<Generated, Diagnostics> {
    with_room(|| write_server(source))
}

fn write_server(source: &Source) -> Result<Generated, Diagnostics> {
    let mut document = Document::read(source)?;
    collisions::refuse_alike_operations(&document)?;
    untyped::hold_as_json(&mut document)?;
    // Most schemas have types that work. It costs as much as the types themselves to find those that have not.
    let (types, texts) = match write(&document) {
        Ok((types, texts)) if !types.broken => (types, texts?),
        _ => {
            untyped::settle(&mut document)?;
            let (types, texts) = write(&document)?;
            (types, texts?)
        }
    };
    let Texts { operations, schemas, contract } = texts;
    let parts = [operations, types.tables, types.text, schemas];
    let api = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    Ok(Generated { api, contract, json: source.json() })
}

/// The code that only needs to know what the types are named.
struct Texts {
    operations: String,
    schemas: String,
    contract: String,
}

/// Writes the types, and the rest at the same time, unless there are no types.
fn write(document: &Document<'_>) -> Read<(TypesModule, Read<Texts>)> {
    let (space, types) = types::name(document)?;
    let (texts, module) = beside(|| texts(document, &types), || types::module(document, space));
    Ok((module?, texts))
}

fn texts(document: &Document<'_>, types: &Types) -> Read<Texts> {
    let mut operations = layout::items(quote! {
        #[allow(unused_imports)]
        use dropspec::{Error, IntoResponse, Problem, Response, Route};
        #[allow(unused_imports)]
        use http::{Method, StatusCode};
    })?;
    operations += &operations::operations(document, types)?;
    operations += &layout::items(security::authenticators(document))?;
    operations += &handlers::handlers(document, types)?;
    let (schemas, contract) = (schemas::schemas(document)?, contract::contract(document)?);
    Ok(Texts {
        operations: layout::spaced(&operations),
        schemas: layout::spaced(&schemas),
        contract: layout::spaced(&contract),
    })
}

/// Understands a document, and settles which of its schemas have types of their own.
fn read(source: &Source) -> Result<Document<'_>, Diagnostics> {
    let mut document = Document::read(source)?;
    untyped::settle(&mut document)?;
    Ok(document)
}

/// A failure of a library that the document is to blame for in a way that cannot be pointed at.
fn internal(message: &str) -> Diagnostics {
    Diagnostics(vec![dropspec_openapi::diagnostic::Diagnostic {
        file: "document".into(),
        position: None,
        pointer: String::new(),
        message: message.to_owned(),
    }])
}
