//! The description of a table for the run-time library.

use dropspec_openapi::document::{Column, Comparison, Constraint, Operation, Search, ValueSource};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::context::TableContext;
use super::relations::relations;

/// The static `TABLE`.
pub(super) fn description(context: &TableContext<'_, '_>) -> TokenStream {
    let table = context.table;
    let (name, schema, path, key) = (table.name, table.schema, table.path(), &table.key);
    let row_path = table.row_path.iter().map(|(literal, part)| quote!((#literal, #part)));
    let text = table.node.get("description").and_then(|text| text.value().as_str()).unwrap_or_default();
    let lists: Vec<&Operation<'_>> = table.lists().filter_map(|index| context.document.operations.get(index)).collect();
    let columns = table.columns.iter().enumerate().map(|(index, column)| describe(context, index, column, &lists));
    let relations = relations(context.document, table);
    // Those that are wrong are reported by the list.
    let mut searches = Vec::new();
    for search in lists.iter().flat_map(|list| table.searches(list).unwrap_or_default()) {
        if !searches.iter().any(|known: &Search<'_>| known.name == search.name) {
            searches.push(search);
        }
    }
    let searches = searches.into_iter().map(|Search { name, filters }| {
        let filters = filters.into_iter().map(|(column, comparison)| {
            let operator = operator(comparison);
            quote!((#column, #operator))
        });
        quote!(::dropspec::db::Search { name: #name, filters: &[#(#filters),*] })
    });
    let search = &table.search;
    quote! {
        /// The description of the table.
        pub static TABLE: ::dropspec::db::Table = ::dropspec::db::Table {
            name: #name,
            schema: #schema,
            description: #text,
            path: #path,
            columns: &[#(#columns),*],
            key: &[#(#key),*],
            row_path: &[#(#row_path),*],
            relations: #relations,
            searches: &[#(#searches),*],
            search: &[#(#search),*],
        };
    }
}

fn describe(
    context: &TableContext<'_, '_>,
    index: usize,
    column: &Column<'_>,
    lists: &[&Operation<'_>],
) -> TokenStream {
    let Column { property, name, description, nullable, .. } = column;
    let column_type = context.fields[index].column_type().runtime;
    let default = json(column.default);
    let initial = json(context.default_of_new(property).or(column.default));
    let checks = column.constraints.iter().map(check);
    let sortable = lists.iter().any(|list| context.table.is_sortable(property, list));
    let mut filters: Vec<Comparison> = Vec::new();
    for comparison in lists.iter().flat_map(|list| context.table.comparisons(index, list)) {
        if !filters.contains(&comparison) {
            filters.push(comparison);
        }
    }
    let filters = filters.into_iter().map(operator);
    let (read_only, generated) = (column.source.is_read_only(), generated(context, index));
    let (header, [no, yes], truncate) = (&column.csv.header, &column.csv.words, column.csv.truncate);
    quote! {
        Column {
            property: #property,
            name: #name,
            description: #description,
            column_type: &::dropspec::db::column_type::#column_type,
            nullable: #nullable,
            default: #default,
            initial: #initial,
            checks: &[#(#checks),*],
            read_only: #read_only,
            generated: #generated,
            sortable: #sortable,
            filters: &[#(#filters),*],
            csv: Csv { header: #header, words: [#no, #yes], truncate: #truncate },
        }
    }
}

/// How the server makes values of a column that does not get them from the record.
fn generated(context: &TableContext<'_, '_>, index: usize) -> TokenStream {
    match context.table.columns[index].source {
        ValueSource::Update => quote!(Some(::dropspec::db::Generated::UpdateTime)),
        ValueSource::Deletion => quote!(Some(::dropspec::db::Generated::DeletionTime)),
        _ if context.table.key == [index] && context.has_identity() => {
            quote!(Some(::dropspec::db::Generated::Identity))
        }
        _ => quote!(None),
    }
}

/// A value as JSON text.
fn json(value: Option<&Value>) -> TokenStream {
    match value.map(ToString::to_string) {
        Some(json) => quote!(Some(#json)),
        None => quote!(None),
    }
}

fn check(check: &Constraint) -> TokenStream {
    match check {
        Constraint::AtLeast(bound) => quote!(Check::AtLeast(#bound)),
        Constraint::MoreThan(bound) => quote!(Check::MoreThan(#bound)),
        Constraint::AtMost(bound) => quote!(Check::AtMost(#bound)),
        Constraint::LessThan(bound) => quote!(Check::LessThan(#bound)),
        Constraint::MinLength(length) => quote!(Check::MinLength(#length)),
        Constraint::MaxLength(length) => quote!(Check::MaxLength(#length)),
    }
}

/// A comparison as the run-time library names it.
pub(crate) fn operator(comparison: Comparison) -> TokenStream {
    match comparison {
        Comparison::Equal => quote!(::dropspec::db::Operator::Equal),
        Comparison::AtLeast => quote!(::dropspec::db::Operator::AtLeast),
        Comparison::AtMost => quote!(::dropspec::db::Operator::AtMost),
        Comparison::MoreThan => quote!(::dropspec::db::Operator::MoreThan),
        Comparison::LessThan => quote!(::dropspec::db::Operator::LessThan),
        Comparison::NotEqual => quote!(::dropspec::db::Operator::NotEqual),
        Comparison::In => quote!(::dropspec::db::Operator::In),
        Comparison::NotIn => quote!(::dropspec::db::Operator::NotIn),
        Comparison::Null => quote!(::dropspec::db::Operator::Null),
        Comparison::Prefix => quote!(::dropspec::db::Operator::Prefix),
        Comparison::Contains => quote!(::dropspec::db::Operator::Contains),
        Comparison::ContainsCase => quote!(::dropspec::db::Operator::ContainsCase),
        Comparison::ContainsItem => quote!(::dropspec::db::Operator::ContainsItem),
        Comparison::Near => quote!(::dropspec::db::Operator::Near),
    }
}
