//! `GET` on a table.

use dropspec_openapi::document::{ColumnKind, Location, Parameter, Query};
use dropspec_openapi::node::{Read, collect};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::answer::Answer;
use super::context::Default;
use super::query::{check_fields, check_filter, check_kind, check_sort};
use crate::contents::{Part, media_names};
use crate::fields::{fields, is_given};
use crate::items::accept_type;
use crate::rust::names::type_name;
use crate::tables::operator;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let (record, module) = (default.record(), default.module());
    let fields = fields(default.operation);
    let steps = collect(default.operation.parameters.iter().zip(fields), |(it, field)| step(default, it, &field))?;
    let listed = default.answer(200)?;
    let tagged = listed.has_header("ETag").then(|| quote!(.tagged()));
    let formats = default.other_formats()?;
    let found = with_headers(listed).bodies(|part| rows(part, &formats))?.build()?;
    let invalid = if default.operation.parameters.iter().any(|parameter| is_refusable(default, parameter)) {
        default.answer(400)?.problem(quote!(problem))?
    } else {
        quote!(return Err(Error::internal(format!("nobody has asked for this: {problem:?}"))))
    };
    let (page, known) = if default.operation.parameters.iter().any(is_condition) {
        let known = with_headers(default.answer(304)?).build()?;
        (quote!(List::Page(page)), Some(quote!(List::NotModified(page) => #known,)))
    } else {
        (quote!(List::Page(page) | List::NotModified(page)), None)
    };
    let media_type = media_type(default);
    Ok(quote! {
        use ::dropspec::table::ListOutcome as List;
        let query = ::dropspec::table::ListQuery::new(&#module::TABLE) #(#steps)* #tagged;
        Ok(match ::dropspec::table::list::<#record>(self.database(), query, #media_type).await? {
            #page => #found,
            #known
            List::Invalid(problem) => #invalid,
        })
    })
}

/// What a parameter makes of the query, as the call of a method.
fn step(default: &Default<'_, '_>, parameter: &Parameter<'_>, field: &Ident) -> Read<TokenStream> {
    if is_condition(parameter) {
        let value = optional(parameter, quote!(request.#field));
        return Ok(quote!(.if_none_match(#value)));
    }
    let value = optional(parameter, quote!(request.#field));
    Ok(match default.table.query(parameter) {
        Some(Query::Limit) => {
            check_kind(parameter, &[ColumnKind::Integer, ColumnKind::Long])?;
            quote!(.limit(#value))
        }
        Some(Query::PageToken) => {
            check_kind(parameter, &[ColumnKind::Text])?;
            quote!(.page_token(#value))
        }
        Some(Query::Count) => {
            check_kind(parameter, &[ColumnKind::Boolean])?;
            let value = if is_given(parameter) { quote!(request.#field) } else { quote!(#value.unwrap_or_default()) };
            quote!(.count(#value))
        }
        Some(Query::Sort) => {
            check_sort(default.table, parameter)?;
            quote!(.sort(#value.into_iter().flatten()))
        }
        Some(Query::Format) => quote!(.format(#value.map(|format| format.to_string()))),
        Some(Query::Fields) => {
            check_fields(default.table, default.operation, parameter)?;
            quote!(.fields(#value))
        }
        Some(Query::Filter(column, comparison)) => {
            let is_choice = check_filter(&default.table.columns[column], comparison, parameter)?;
            let value = if is_choice { quote!(#value.map(|value| value.to_string())) } else { value };
            let operator = operator(comparison);
            quote!(.filter(#column, #operator, #value))
        }
        None => return Err(parameter.node.error("the list of a table does not know this parameter")),
    })
}

/// The value of a parameter as an `Option`.
fn optional(parameter: &Parameter<'_>, value: TokenStream) -> TokenStream {
    if is_given(parameter) { quote!(Some(#value)) } else { value }
}

/// Whether a parameter is the header that says which pages the client has.
fn is_condition(parameter: &Parameter<'_>) -> bool {
    parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case("if-none-match")
}

/// Whether a parameter can have a value that its schema allows and the list does not.
fn is_refusable(default: &Default<'_, '_>, parameter: &Parameter<'_>) -> bool {
    !matches!(default.table.query(parameter), Some(Query::Limit | Query::Count | Query::Format))
}

/// What is said of a page beside its rows.
fn with_headers<'p, 's>(answer: Answer<'p, 's>) -> Answer<'p, 's> {
    answer
        .optional_header("Link", quote!(page.links.header()))
        .optional_header("X-Total-Count", quote!(page.total))
        .optional_header("ETag", quote!(page.etag.clone()))
}

/// The media type that the client has chosen.
pub(super) fn media_type(default: &Default<'_, '_>) -> TokenStream {
    let produces = default.operation.produces();
    match produces.as_slice() {
        [] => quote!(""),
        [one] => quote!(#one),
        several => {
            let kind = accept_type(default.operation);
            let variants = media_names(several.iter().copied());
            let variants = variants.iter().map(|name| type_name(name));
            quote!(match request.accept { #(#kind::#variants => #several,)* })
        }
    }
}

/// The rows in a media type.
fn rows(part: &Part<'_, '_>, formats: &[&str]) -> Read<TokenStream> {
    match part.content.media_type {
        _ if part.is_listing() => Ok(quote!(page.listing)),
        "text/html" => Ok(quote! {
            ::dropspec::table::html::rows(page.listing, &page.query, &page.links, page.total, &[#(#formats),*])
        }),
        "application/x-ndjson" => Ok(quote!(page.listing.lines())),
        "text/csv" => Ok(quote!(page.listing.csv())),
        other => Err(part.content.node.error(format!("the rows of a table cannot be written as {other}"))),
    }
}
