//! `GET` on a table.

use dropspec_openapi::document::{ColumnKind, ListParameter, Location, Parameter};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::OperationContext;
use super::count::{ESTIMATED_HEADER, count_values};
use super::expand::check_expand;
use super::filters::optional;
use super::query::{check_fields, check_kind, check_sort};
use super::response::ResponseExpression;
use crate::contents::{BodyContent, media_names};
use crate::fields::fields;
use crate::items::accept_type;
use crate::rust::names::type_name;

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let (record, module) = (context.record(), context.module());
    let parameters = context.operation.parameters.iter().zip(fields(context.operation));
    let parameters = parameters.filter(|(parameter, _)| parameter.location != Location::Path);
    let steps = collect(parameters, |(it, field)| step(context, it, &field))?;
    let listed = context.respond(200)?;
    let tagged = listed.has_header("ETag").then(|| quote!(.tagged()));
    let formats = context.other_formats()?;
    let found = with_headers(listed).bodies(|part| rows(context, part, &formats))?.build()?;
    let invalid = if context.operation.parameters.iter().any(|parameter| can_be_rejected(context, parameter)) {
        let invalid = context.respond(400)?.problem(quote!(problem))?;
        quote!(Ok(#invalid))
    } else {
        quote!(Err(Error::internal(format!("unexpected rejection of a list: {problem:?}"))))
    };
    let (page, known) = if context.operation.parameters.iter().any(is_condition) {
        let known = with_headers(context.respond(304)?).build()?;
        (quote!(List::Page(page)), Some(quote!(Ok(List::NotModified(page)) => Ok(#known),)))
    } else {
        (quote!(List::Page(page) | List::NotModified(page)), None)
    };
    let media_type = media_type(context);
    let query = quote!(::dropspec::db::ListQuery::new(&#module::TABLE) #(#steps)* #tagged);
    let (outcome, errors) = match (context.parent_record(), context.parent_reference()) {
        (Some(parent), Some(reference)) => {
            let key = context.parent_key();
            let within = quote!((#reference, request.#key));
            let list = quote!(::dropspec::db::list_within::<#record, #parent>);
            (quote!(#list(self.database(), #query, #media_type, #within)), context.error_arms(&[404])?)
        }
        _ => {
            let list = quote!(::dropspec::db::list::<#record>);
            (quote!(#list(self.database(), #query, #media_type)), quote!(Err(error) => Err(error.into()),))
        }
    };
    Ok(quote! {
        use ::dropspec::db::ListOutcome as List;
        match #outcome.await {
            Ok(#page) => Ok(#found),
            #known
            Ok(List::Invalid(problem)) => #invalid,
            #errors
        }
    })
}

/// The method call for a parameter.
fn step<'s>(context: &OperationContext<'_, 's>, parameter: &Parameter<'s>, field: &Ident) -> Checked<TokenStream> {
    if is_condition(parameter) {
        let value = optional(parameter, quote!(request.#field));
        return Ok(quote!(.if_none_match(#value)));
    }
    let value = optional(parameter, quote!(request.#field));
    Ok(match context.table.list_parameter(parameter) {
        Some(ListParameter::Limit) => {
            check_kind(parameter, &[ColumnKind::Integer, ColumnKind::Long])?;
            quote!(.limit(#value))
        }
        Some(ListParameter::PageToken) => {
            check_kind(parameter, &[ColumnKind::Text])?;
            quote!(.page_token(#value))
        }
        Some(ListParameter::Count) => {
            let values = count_values(context.operation, parameter)?;
            quote!(.count(#value, #values))
        }
        Some(ListParameter::Sort) => {
            check_sort(context.table, parameter)?;
            quote!(.sort(#value.into_iter().flatten()))
        }
        Some(ListParameter::Expand) => {
            check_expand(context.document, context.table, parameter)?;
            quote!(.expand(#value.into_iter().flatten()))
        }
        Some(ListParameter::Format) => quote!(.format(#value.map(|format| format.to_string()))),
        Some(ListParameter::Fields) => {
            check_fields(context.table, context.operation, parameter)?;
            quote!(.fields(#value))
        }
        Some(ListParameter::Filter(..) | ListParameter::Search) => context.filter_step(parameter, field)?,
        Some(ListParameter::FullText) => {
            check_kind(parameter, &[ColumnKind::Text])?;
            quote!(.full_text(#value))
        }
        None if parameter.name == "q" => {
            return Err(parameter.node.error(
                "`q` of a list finds words in the properties that `x-dropspec-table` names: add `search: [title, summary]` there, or \
                 `x-dropspec-search` here",
            ));
        }
        None => {
            return Err(parameter.node.error(format!(
                "unknown list parameter `{}`; use limit, page_token, sort, count, fields, format, q, a filter such as `{}`, or `x-dropspec-search`",
                parameter.name,
                context.table.key_columns().next().map_or("", |column| column.property)
            )));
        }
    })
}

/// Whether a parameter is `If-None-Match`.
fn is_condition(parameter: &Parameter<'_>) -> bool {
    parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case("if-none-match")
}

/// Whether the list can reject a value that the schema of the parameter allows.
fn can_be_rejected(context: &OperationContext<'_, '_>, parameter: &Parameter<'_>) -> bool {
    parameter.location != Location::Path
        && !matches!(
            context.table.list_parameter(parameter),
            Some(ListParameter::Limit | ListParameter::Count | ListParameter::Format | ListParameter::Expand)
        )
}

/// Adds the headers of a page.
fn with_headers<'p, 's>(response: ResponseExpression<'p, 's>) -> ResponseExpression<'p, 's> {
    response
        .optional_header("Link", quote!(page.links.header()))
        .optional_header("X-Total-Count", quote!(page.total.map(|total| total.rows)))
        .optional_header(ESTIMATED_HEADER, quote!(page.total.map(|total| total.is_estimate)))
        .optional_header("ETag", quote!(page.etag.clone()))
}

/// The negotiated media type.
pub(super) fn media_type(context: &OperationContext<'_, '_>) -> TokenStream {
    let produces = context.operation.produces();
    match produces.as_slice() {
        [] => quote!(""),
        [one] => quote!(#one),
        several => {
            let kind = accept_type(context.operation);
            let variants = media_names(several.iter().copied());
            let variants = variants.iter().map(|name| type_name(name));
            quote!(match request.accept { #(#kind::#variants => #several,)* })
        }
    }
}

/// The rows in a media type.
fn rows(context: &OperationContext<'_, '_>, part: &BodyContent<'_, '_>, formats: &[&str]) -> Checked<TokenStream> {
    match part.content.media_type {
        _ if part.is_listing() => Ok(quote!(page.listing)),
        "text/html" if context.parent_reference().is_some() => {
            Err(part.content.node.error("the rows of a nested collection cannot be written as text/html"))
        }
        "text/html" => {
            context.reject_pages(&part.content.node)?;
            Ok(quote! {
                ::dropspec::html::list_page(page.listing, &page.query, &page.links, page.total, &[#(#formats),*])
            })
        }
        "application/x-ndjson" => Ok(quote!(page.listing.lines())),
        "text/csv" => Ok(quote!(page.listing.csv())),
        other => Err(part.content.node.error(format!(
            "rows cannot be written as {other}; use application/json, application/x-ndjson, text/csv or text/html"
        ))),
    }
}
