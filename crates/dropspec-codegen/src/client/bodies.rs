//! Request bodies: a type, or an enum with a variant for each media type.

use dropspec_openapi::document::{Content, MediaKind, Operation, Style};
use dropspec_openapi::node::{Checked, Node};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::items::OperationNames;
use crate::contents::media_names;
use crate::model::Types;
use crate::rust::distinct::DistinctNames;
use crate::rust::docs::docs;
use crate::rust::names::type_name;
use crate::serialization::variant;

/// The request body of an operation.
pub(super) struct RequestBody {
    /// The type of the argument.
    pub(super) argument: TokenStream,
    /// The statement that adds the body to `request`.
    pub(super) statement: TokenStream,
    /// The enum of media types, if there are several.
    pub(super) code: TokenStream,
    pub(super) docs: Vec<String>,
}

impl RequestBody {
    /// The request body of an operation, if it has one.
    pub(super) fn read(operation: &Operation<'_>, names: &OperationNames, types: &Types<'_>) -> Checked<Option<Self>> {
        let Some(body) = &operation.body else { return Ok(None) };
        let contents: Vec<&Content<'_>> = body.contents.iter().filter(|content| !content.is_page_form).collect();
        let variants = variants(contents.iter().map(|content| content.media_type));
        let mut kinds = Vec::new();
        let mut added = Vec::new();
        for content in &contents {
            kinds.push(kind(content, types));
            added.push(add(content)?);
        }
        let name = &names.body;
        let (kind, add, code) = match (kinds.as_slice(), added.as_slice()) {
            ([kind], [add]) => (quote!(#kind), quote!(#add), TokenStream::new()),
            _ => {
                let texts = contents.iter().map(|content| format!(" `{}`", content.media_type));
                let text = format!(" The body of [`Client::{}`], of one of several media types.", names.method);
                let code = quote! {
                    #[doc = #text]
                    #[derive(Debug)]
                    #[allow(clippy::large_enum_variant)]
                    pub enum #name { #(#[doc = #texts] #variants(#kinds),)* }
                };
                (quote!(#name), quote!(match body { #(#name::#variants(body) => #added,)* }), code)
            }
        };
        let is_plain = matches!(contents.as_slice(), [content] if is_body(content));
        let (argument, statement) = if body.required && is_plain {
            (quote!(impl Into<#kind>), quote!(let request = #add;))
        } else if body.required {
            (kind, quote!(let request = #add;))
        } else {
            let statement = quote!(let request = match body { Some(body) => #add, None => request };);
            (quote!(Option<#kind>), statement)
        };
        Ok(Some(Self { argument, statement, code, docs: docs(body.description.unwrap_or_default()) }))
    }
}

/// The variants of media types.
pub(super) fn variants<'m>(media_types: impl IntoIterator<Item = &'m str>) -> Vec<Ident> {
    let mut taken = DistinctNames::default();
    media_names(media_types).iter().map(|name| taken.add(&type_name(name))).collect()
}

fn kind(content: &Content<'_>, types: &Types<'_>) -> TokenStream {
    match (&content.schema, content.kind) {
        (Some(schema), MediaKind::Json | MediaKind::Form | MediaKind::Multipart) => value_type(content, schema, types),
        (Some(_), MediaKind::Text) => quote!(::std::string::String),
        _ if content.is_range() => quote!(::dropspec_client::TypedBody),
        _ => quote!(::dropspec_client::Body),
    }
}

/// The type of a decoded body.
pub(super) fn value_type(content: &Content<'_>, schema: &Node<'_>, types: &Types<'_>) -> TokenStream {
    match &content.bulk {
        Some(bulk) => {
            let item = types.path(&bulk.items);
            quote!(Vec<#item>)
        }
        None => types.path(schema),
    }
}

/// Whether a body is passed as it is.
fn is_body(content: &Content<'_>) -> bool {
    let is_typed = content.schema.is_some() && content.kind != MediaKind::Bytes;
    !is_typed && !content.is_range()
}

/// The expression that adds a body to a request.
fn add(content: &Content<'_>) -> Checked<TokenStream> {
    let media_type = content.sent_media_type();
    Ok(match (&content.schema, content.kind) {
        (Some(_), MediaKind::Json) => quote!(request.json(#media_type, &body)?),
        (Some(schema), MediaKind::Form) => {
            let fields = fields(content, schema)?;
            quote!(request.form(#fields, &body)?)
        }
        (Some(schema), MediaKind::Multipart) => {
            let fields = fields(content, schema)?;
            quote!(request.multipart(#fields, &body)?)
        }
        _ if content.is_range() && content.kind != MediaKind::Text => quote!(request.typed_body(body)?),
        _ => quote!(request.body(#media_type, body)),
    })
}

/// The table of the fields of a form.
fn fields(content: &Content<'_>, schema: &Node<'_>) -> Checked<TokenStream> {
    let properties = dropspec_openapi::document::properties(schema)?;
    let mut fields = Vec::new();
    for (name, property) in properties {
        let encoding = content.fields.iter().find(|field| field.name == name);
        let is_binary = is_binary(&property)?;
        if encoding.is_none() && !is_binary {
            continue;
        }
        let given = encoding.and_then(|field| field.serialization).map(|given| {
            let given = variant(given.written(Style::Form));
            quote!(Some({ use ::dropspec_client::{Explode, Serialization, Style}; Serialization::#given }))
        });
        let given = given.unwrap_or_else(|| quote!(None));
        let media_type = encoding.and_then(|field| field.content_types.first()).filter(|kind| !kind.contains('*'));
        let media_type = media_type.map_or_else(|| quote!(None), |kind| quote!(Some(#kind)));
        fields.push(quote! {
            ::dropspec_client::Field { name: #name, serialization: #given, media_type: #media_type, is_binary: #is_binary }
        });
    }
    Ok(quote!(&[#(#fields),*]))
}

/// Whether the values of a property are bytes, or arrays of them.
fn is_binary(property: &Node<'_>) -> Checked<bool> {
    let target = property.resolve()?;
    let target = match target.get("items") {
        Some(items) => items.resolve()?,
        None => target,
    };
    Ok(target.text("type")? == Some("string") && target.text("format")? == Some("binary"))
}
