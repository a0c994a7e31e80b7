//! Lists in pages: a stream of the pages of each list operation with `page_token` and `Link`, and a stream of their items.

use dropspec_openapi::document::{Content, Document, Location, MediaKind, Operation, Status, format_parameter};
use dropspec_openapi::node::Checked;
use http::StatusCode;
use proc_macro2::TokenStream;
use quote::quote;

use super::items::OperationNames;
use super::parameters::Parameters;
use crate::model::Types;
use crate::rust::docs::docs;

/// The streams of an operation, if it lists in pages.
pub(super) fn pages(
    document: &Document<'_>,
    operation: &Operation<'_>,
    names: &OperationNames,
    parameters: &Parameters<'_, '_>,
    error: &TokenStream,
    types: &Types<'_>,
) -> Checked<TokenStream> {
    let Some(content) = page(operation) else { return Ok(TokenStream::new()) };
    let item = match (content.rows, &content.schema) {
        (Some(record), _) => types.component(record),
        (None, Some(schema)) => match schema.resolve()?.get("items") {
            Some(items) if schema.get("$ref").is_none() => types.path(&items),
            _ => return Ok(TokenStream::new()),
        },
        (None, None) => return Ok(TokenStream::new()),
    };
    let media_type = content.sent_media_type();
    let (name, table, response) = (&names.parameters, &names.table, &names.response);
    // These parameters change the type of the items or the media type.
    let format = format_parameter(document, operation).map(|format| format.name);
    let is_reset = |name: &str| Some(name) == format || content.rows.is_some() && name == "fields";
    let reset = parameters.fields.iter().filter(|field| !field.parameter.required && is_reset(field.parameter.name));
    let reset: Vec<_> = reset.map(|field| &field.name).collect();
    let given = match reset.as_slice() {
        [] => quote!(self.clone()),
        _ => quote!(Self { #(#reset: None,)* ..self.clone() }),
    };
    let text = if reset.is_empty() {
        String::new()
    } else {
        let names = reset.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
        format!("\n\nItems have all of their properties: {names} have no effect here.")
    };
    let docs = docs(&format!(
        "The pages; each is requested when the previous one has been consumed.\n\nEach page starts after the last item of the \
         previous one, even if items are added or removed in the meantime.{text}"
    ));
    Ok(quote! {
        impl #name {
            #(#[doc = #docs])*
            pub fn pages<'c>(
                &self,
                client: &'c Client,
            ) -> impl ::dropspec_client::Stream<Item = Result<Vec<#item>, Error<#error>>> + use<'c> {
                ::dropspec_client::pages(&client.0, &operations::#table, #media_type, #given, #response::read)
            }

            /// The items of all pages.
            pub fn items<'c>(
                &self,
                client: &'c Client,
            ) -> impl ::dropspec_client::Stream<Item = Result<#item, Error<#error>>> + use<'c> {
                ::dropspec_client::items(self.pages(client))
            }
        }
    })
}

/// The page of a list operation.
fn page<'d, 's>(operation: &'d Operation<'s>) -> Option<&'d Content<'s>> {
    let takes_token = operation.parameters.iter().any(|parameter| {
        parameter.name == "page_token" && parameter.location == Location::Query && !parameter.required
    });
    let response = operation.responses.iter().find(|response| response.status == Status::Code(StatusCode::OK))?;
    let links = response.headers.iter().any(|header| header.name.eq_ignore_ascii_case("link"));
    let json = response.contents.iter().find(|content| content.kind == MediaKind::Json);
    json.filter(|_| takes_token && links)
}
