//! The bodies of requests and responses, with their names in Rust.

use std::collections::HashSet;

use dropspec_openapi::document::{Content, MediaKind, Operation, PROBLEM_JSON, Response};
use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::Types;
use crate::rust::names::type_name;

/// A media type of a body.
#[derive(Debug)]
pub(crate) struct BodyContent<'d, 's> {
    pub(crate) content: &'d Content<'s>,
    /// The variant for it, if the body has several media types.
    pub(crate) variant: Ident,
    /// What its type is named after, if the schema has no name.
    type_base: String,
    /// The name of the static with its schema.
    pub(crate) schema_name: String,
}

/// The media types of the request body.
pub(crate) fn request_contents<'d, 's>(operation: &'d Operation<'s>) -> Vec<BodyContent<'d, 's>> {
    let contents = operation.body.as_ref().map_or(&[][..], |body| &body.contents);
    parts(contents, &format!("{}_request_body", operation.name), &format!("{}_body", operation.name))
}

/// The media types of a response.
pub(crate) fn response_contents<'d, 's>(
    operation: &Operation<'_>,
    response: &'d Response<'s>,
) -> Vec<BodyContent<'d, 's>> {
    let name = format!("{}_{}", operation.name, response.status.text());
    parts(&response.contents, &format!("{name}_body"), &name)
}

/// Which of the media types are no media type of others.
fn parts<'d, 's>(contents: &'d [Content<'s>], type_base: &str, schema_base: &str) -> Vec<BodyContent<'d, 's>> {
    let several = contents.len() > 1;
    let with = |base: &str, name: &str| if several { format!("{base}_{name}") } else { base.to_owned() };
    let names = media_names(contents.iter().map(|content| content.media_type));
    contents
        .iter()
        .zip(names)
        .map(|(content, name)| BodyContent {
            content,
            variant: type_name(&name),
            type_base: with(type_base, &name),
            schema_name: with(schema_base, &name),
        })
        .collect()
}

/// Distinct names for media types, short where they are unambiguous.
pub(crate) fn media_names<'m>(media_types: impl IntoIterator<Item = &'m str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let name = |media_type: &str| {
        let long = media_type.replace('*', "any").replace('+', "_").to_snake_case();
        let short = match media_type.split_once('/').unwrap_or((media_type, "")) {
            ("multipart", "form-data") => "multipart".to_owned(),
            ("application", "x-www-form-urlencoded") => "form".to_owned(),
            ("application", "octet-stream") => "bytes".to_owned(),
            ("text", "plain") => "text".to_owned(),
            ("*", _) => "any".to_owned(),
            (main, "*") => format!("any_{main}"),
            (_, sub) => sub.replace('+', "_").to_snake_case(),
        };
        [short, long.clone()].into_iter().chain((2..).map(move |number| format!("{long}_{number}")))
    };
    let mut pick =
        |media_type| name(media_type).find(|name| taken.insert(type_name(name).to_string())).unwrap_or_default();
    media_types.into_iter().map(&mut pick).collect()
}

impl BodyContent<'_, '_> {
    /// The name of its type, if the schema has none.
    pub(crate) fn type_name(&self) -> String {
        type_name(&self.type_base).to_string()
    }

    /// The type that holds the body of a request.
    pub(crate) fn request_type(&self, types: &Types<'_>) -> TokenStream {
        match (self.content.decoded_schema(), &self.content.bulk) {
            (Some(items), Some(_)) => {
                let kind = types.path(items);
                quote!(::dropspec::Items<#kind>)
            }
            (Some(schema), None) => types.path(schema),
            (None, _) => quote!(::dropspec::Upload),
        }
    }

    /// The type that holds the body of a response.
    pub(crate) fn response_type(&self, types: &Types<'_>) -> TokenStream {
        match &self.content.schema {
            Some(_) if self.content.media_type == PROBLEM_JSON => quote!(Problem),
            _ if self.is_listing() => {
                let record = self.content.rows.map(|name| types.component(name));
                quote!(::dropspec::db::Listing<#record>)
            }
            Some(schema) if self.is_encoded() => types.path(schema),
            _ if self.content.is_range() => quote!(::dropspec::TypedContent),
            _ => quote!(::dropspec::Content),
        }
    }

    /// Whether it is the list of a table as JSON.
    pub(crate) fn is_listing(&self) -> bool {
        self.content.rows.is_some() && self.content.kind == MediaKind::Json
    }

    /// Whether a response body is encoded rather than passed through.
    pub(crate) fn is_encoded(&self) -> bool {
        let is_known = matches!(self.content.kind, MediaKind::Json | MediaKind::Text);
        self.content.schema.is_some() && self.content.rows.is_none() && is_known
    }
}
