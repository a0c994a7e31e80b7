//! Generation: a [`Document`] becomes Rust.

mod absence;
mod bodies;
mod client;
mod collisions;
mod commands;
mod contents;
mod contract;
mod decoders;
mod encoders;
mod fields;
mod guard;
mod handlers;
mod mocks;
mod names;
mod objects;
mod operations;
mod parameters;
mod responses;
mod schemas;
mod security;
mod seeds;
mod tidy;
mod types;
mod untyped;

pub use client::client;
pub use commands::commands;
pub use mocks::mocks;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;
use types::Types;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::source::Source;
use crate::stack::{beside, with_room};

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
    let (document, types, Texts { schemas, contract }) = read_with_types(source)?;
    let operations = operations::operations(&document, &types)?;
    let handlers = handlers::handlers(&document, &types)?;
    let authenticators = security::authenticators(&document);
    let mut file = parse(quote! {
        #[allow(unused_imports)]
        use dropspec::{Fault, Problem, Reply, Route};
        #[allow(unused_imports)]
        use http::{Method, StatusCode};

        #operations
        #authenticators
        #handlers
    })?;
    file.items.push(Item::Mod(types.module));
    Ok(Generated { api: unparse(&file) + "\n" + &schemas, contract, json: source.json() })
}

/// The code that needs no types, laid out already: it is made while they are.
struct Texts {
    schemas: String,
    contract: String,
}

fn texts(document: &Document<'_>) -> Result<Texts, Diagnostics> {
    Ok(Texts { schemas: format(&schemas::schemas(document)?)?, contract: format(&contract::contract(document)?)? })
}

/// Understands a document, and makes the types of its schemas.
fn read_with_types(source: &Source) -> Result<(Document<'_>, Types, Texts), Diagnostics> {
    let mut document = Document::read(source)?;
    collisions::refuse_alike_operations(&document)?;
    untyped::hold_as_json(&mut document)?;
    // Most schemas have types that work. It costs as much as the types themselves to find those that have not.
    if let (texts, Ok(types)) = beside(|| texts(&document), || types::types(&document))
        && !untyped::is_broken(types.items())
    {
        return Ok((document, types, texts?));
    }
    untyped::settle(&mut document)?;
    let (texts, types) = beside(|| texts(&document), || types::types(&document));
    Ok((document, types?, texts?))
}

/// Understands a document, and settles which of its schemas have types of their own.
fn read(source: &Source) -> Result<Document<'_>, Diagnostics> {
    let mut document = Document::read(source)?;
    untyped::settle(&mut document)?;
    Ok(document)
}

fn parse(code: TokenStream) -> Result<syn::File, Diagnostics> {
    syn::parse2(code).map_err(|error| internal(&format!("the generated code does not parse: {error}")))
}

/// The code as rustfmt would lay it out, with a blank line between items.
fn format(code: &TokenStream) -> Result<String, Diagnostics> {
    Ok(unparse(&parse(code.clone())?))
}

fn unparse(file: &syn::File) -> String {
    let text = prettyplease::unparse(file);
    progenitor_impl::space_out_items(text.clone()).unwrap_or(text)
}

/// A failure of a library that the document is to blame for in a way that cannot be pointed at.
fn internal(message: &str) -> Diagnostics {
    Diagnostics(vec![crate::diagnostic::Diagnostic {
        file: "document".into(),
        position: None,
        pointer: String::new(),
        message: message.to_owned(),
    }])
}
