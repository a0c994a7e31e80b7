//! `GET` with `x-dropspec-operation: aggregate`.

use dropspec_openapi::document::{
    Aggregate, AggregateProperty, AggregateValue, ColumnKind, DatePart, ListParameter, Parameter,
};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use super::filters::optional;
use super::query::{check_kind, choices};
use crate::contents::response_contents;

/// The maximum number of groups in a response.
const MAX_GROUPS: i64 = 10_000;

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let aggregate = context.table.aggregate(context.operation)?;
    collect(&aggregate.properties, |property| check_type(context, &aggregate, property))?;
    let rows = context.selected_rows(&[ListParameter::Sort, ListParameter::Limit])?.query;
    let (sort, limit) = (sort(context, &aggregate)?, limit(context, &aggregate)?);
    let (description, kind) = (describe(context, &aggregate), result_type(context)?);
    let done = context.respond(200)?.body(quote!(result)).build()?;
    let errors = context.error_arms(&[400])?;
    Ok(quote! {
        static AGGREGATE: ::dropspec::db::Aggregate = #description;
        let query = ::dropspec::db::AggregateQuery::new(&AGGREGATE, #rows) #sort #limit;
        match ::dropspec::db::aggregate::<#kind>(self.database(), query).await {
            Ok(result) => Ok(#done),
            #errors
        }
    })
}

/// The type of the result.
fn result_type(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let response = context.response(200);
    let parts = response.map(|response| response_contents(context.operation, response)).unwrap_or_default();
    match &parts[..] {
        [part] => Ok(part.response_type(context.types)),
        _ => Err(context.operation.node.error("an aggregate operation responds with application/json only")),
    }
}

/// Rejects a property with a value of a column that has another type than the property of the table.
fn check_type(
    context: &OperationContext<'_, '_>,
    aggregate: &Aggregate<'_>,
    property: &AggregateProperty<'_>,
) -> Checked<()> {
    let Some(result) = context.types.component_struct(aggregate.schema) else {
        return Err(property
            .node
            .error("no Rust struct represents this schema, so it cannot be a result; simplify it"));
    };
    let Some(column) = property.value.like_column().map(|index| &context.table.columns[index]) else { return Ok(()) };
    let record = context.types.component_struct(context.table.schema);
    let (one, other) = (result.field(property.property), record.and_then(|record| record.field(column.property)));
    let is_integer = matches!(column.kind, ColumnKind::Integer | ColumnKind::Long);
    match (one, other) {
        (Some(one), Some(other)) if !is_integer && one.bare() != other.bare() => {
            let (one, other) = (context.types.tokens(one.bare()), context.types.tokens(other.bare()));
            Err(property.node.error(format!(
                "the property `{}` of {} has another type, `{other}`, not `{one}`; move the schema to components and refer to it in both places",
                column.property, context.table.schema
            )))
        }
        _ => Ok(()),
    }
}

/// The method call for the order.
fn sort(context: &OperationContext<'_, '_>, aggregate: &Aggregate<'_>) -> Checked<Option<TokenStream>> {
    let Some((parameter, field)) = context.find_parameter(ListParameter::Sort) else { return Ok(None) };
    require_groups(aggregate, parameter)?;
    collect(choices(parameter)?, |choice| {
        let name = choice.value().as_str().unwrap_or_default();
        let property = name.strip_prefix('-').unwrap_or(name);
        match aggregate.properties.iter().any(|it| it.property == property) {
            true => Ok(()),
            false => Err(choice.error(format!("{} has no property `{name}`, with or without a `-`", aggregate.schema))),
        }
    })?;
    let value = optional(parameter, quote!(request.#field));
    Ok(Some(quote!(.sort(#value.into_iter().flatten()))))
}

/// The method call for the maximum number of groups.
fn limit(context: &OperationContext<'_, '_>, aggregate: &Aggregate<'_>) -> Checked<Option<TokenStream>> {
    let Some((parameter, field)) = context.find_parameter(ListParameter::Limit) else { return Ok(None) };
    require_groups(aggregate, parameter)?;
    context.check_limit(parameter, MAX_GROUPS)?;
    let value = optional(parameter, quote!(request.#field));
    Ok(Some(quote!(.limit(#value))))
}

fn require_groups(aggregate: &Aggregate<'_>, parameter: &Parameter<'_>) -> Checked<()> {
    if aggregate.is_grouped {
        return Ok(());
    }
    Err(parameter.node.error(format!("`{}` has no effect on a result that is one object; remove it", parameter.name)))
}

impl OperationContext<'_, '_> {
    /// Checks that a `limit` is an integer with a minimum of at least 1 and a maximum that is not too large; returns the maximum.
    pub(super) fn check_limit(&self, parameter: &Parameter<'_>, most: i64) -> Checked<i64> {
        check_kind(parameter, &[ColumnKind::Integer, ColumnKind::Long])?;
        let schema = parameter.schema.resolve()?;
        let bound = |key: &str| schema.get(key).and_then(|bound| bound.value().as_i64());
        let is_exclusive = |key: &str| schema.flag(key).map(i64::from);
        let least = bound("minimum").map(|least| Ok(least + is_exclusive("exclusiveMinimum")?)).transpose()?;
        let maximum = bound("maximum").map(|most| Ok(most - is_exclusive("exclusiveMaximum")?)).transpose()?;
        match (least, maximum) {
            (Some(1..), Some(maximum)) if maximum <= most => Ok(maximum),
            _ => Err(parameter.schema.error(format!(
                "`{}` needs a `minimum` of at least 1 and a `maximum` of at most {most}",
                parameter.name
            ))),
        }
    }
}

/// The description of the result for the run-time library.
fn describe(context: &OperationContext<'_, '_>, aggregate: &Aggregate<'_>) -> TokenStream {
    let (module, is_grouped) = (context.module(), aggregate.is_grouped);
    let properties = aggregate.properties.iter().map(|property| {
        let (name, value) = (property.property, value(property.value));
        let is_decimal = property.kind == ColumnKind::Decimal;
        let is_nullable = property.node.resolve().and_then(|node| dropspec_openapi::document::admits_null(&node));
        let is_nullable = is_nullable.unwrap_or_default();
        quote! {
            ::dropspec::db::AggregateProperty {
                name: #name,
                value: #value,
                is_decimal: #is_decimal,
                is_nullable: #is_nullable,
            }
        }
    });
    quote! {
        ::dropspec::db::Aggregate {
            table: &#module::TABLE,
            is_grouped: #is_grouped,
            properties: &[#(#properties),*],
        }
    }
}

fn value(value: AggregateValue) -> TokenStream {
    let path = quote!(::dropspec::db::AggregateValue);
    match value {
        AggregateValue::Group(column) => quote!(#path::Group(#column)),
        AggregateValue::Part(part, column) => {
            let part = match part {
                DatePart::Year => quote!(Year),
                DatePart::Month => quote!(Month),
                DatePart::Day => quote!(Day),
            };
            quote!(#path::Part(::dropspec::db::DatePart::#part, #column))
        }
        AggregateValue::Count => quote!(#path::Count),
        AggregateValue::CountDistinct(column) => quote!(#path::CountDistinct(#column)),
        AggregateValue::Sum(column) => quote!(#path::Sum(#column)),
        AggregateValue::Average(column) => quote!(#path::Average(#column)),
        AggregateValue::Minimum(column) => quote!(#path::Minimum(#column)),
        AggregateValue::Maximum(column) => quote!(#path::Maximum(#column)),
    }
}
