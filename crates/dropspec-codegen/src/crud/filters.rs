//! The filters of operations on many rows: parameters that lists, aggregates, changes and deletions have in common.

use dropspec_openapi::document::{Comparison, ListParameter, Location, Parameter};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::OperationContext;
use super::query::{check_filter, check_search};
use crate::fields::{fields, is_given};
use crate::tables::operator;

/// The rows that an operation is about.
pub(super) struct SelectedRows {
    /// The query for them, as an expression.
    pub(super) query: TokenStream,
    /// Whether the operation has filters.
    pub(super) has_filters: bool,
}

impl<'p, 's> OperationContext<'p, 's> {
    /// The query with the filters of the operation. Other query parameters must be among `others`.
    pub(super) fn selected_rows(&self, others: &[ListParameter]) -> Checked<SelectedRows> {
        let parameters = self.operation.parameters.iter().zip(fields(self.operation));
        let parameters = parameters.filter(|(parameter, _)| parameter.location == Location::Query);
        let steps = collect(parameters, |(parameter, field)| match self.table.list_parameter(parameter) {
            Some(ListParameter::Filter(..) | ListParameter::Search) => self.filter_step(parameter, &field).map(Some),
            Some(other) if others.contains(&other) => Ok(None),
            _ => Err(parameter.node.error(format!(
                "parameter `{}` is not supported here; use {}a filter such as `{}`, or `x-dropspec-search`",
                parameter.name,
                others
                    .iter()
                    .map(|other| if *other == ListParameter::Sort { "sort, " } else { "limit, " })
                    .collect::<String>(),
                self.table.first_key().property
            ))),
        })?;
        let steps: Vec<TokenStream> = steps.into_iter().flatten().collect();
        let (module, has_filters) = (self.module(), !steps.is_empty());
        Ok(SelectedRows { query: quote!(::dropspec::db::ListQuery::new(&#module::TABLE) #(#steps)*), has_filters })
    }

    /// A parameter of one meaning with its field.
    pub(super) fn find_parameter(&self, meaning: ListParameter) -> Option<(&'p Parameter<'s>, Ident)> {
        let mut parameters = self.operation.parameters.iter().zip(fields(self.operation));
        parameters.find(|(parameter, _)| self.table.list_parameter(parameter) == Some(meaning))
    }

    /// The method call for a filter.
    pub(super) fn filter_step(&self, parameter: &Parameter<'s>, field: &Ident) -> Checked<TokenStream> {
        let value = optional(parameter, quote!(request.#field));
        let Some(ListParameter::Filter(column, comparison)) = self.table.list_parameter(parameter) else {
            return self.search_step(parameter, &value);
        };
        let is_choice = check_filter(&self.table.columns[column], comparison, parameter)?;
        if comparison == Comparison::Near {
            return Ok(quote!(.near(#column, #value)));
        }
        let operator = operator(comparison);
        let text = quote!(|value| value.to_string());
        Ok(match (comparison.is_several(), is_choice) {
            (false, false) => quote!(.filter(#column, #operator, #value)),
            (false, true) => quote!(.filter(#column, #operator, #value.map(#text))),
            (true, false) => quote!(.filter_several(#column, #operator, #value)),
            (true, true) => quote! {
                .filter_several(#column, #operator, #value.map(|values| values.into_iter().map(#text)))
            },
        })
    }

    fn search_step(&self, parameter: &Parameter<'s>, value: &TokenStream) -> Checked<TokenStream> {
        check_search(self.table, self.operation, parameter)?;
        let searches = self.table.searches(self.operation)?;
        let filters = searches.into_iter().filter(|search| search.name == parameter.name);
        let filters = filters.flat_map(|search| search.filters).map(|(column, comparison)| {
            let operator = operator(comparison);
            quote!((#column, #operator))
        });
        let name = parameter.name;
        Ok(quote!(.search(&::dropspec::db::Search { name: #name, filters: &[#(#filters),*] }, #value)))
    }
}

/// The value of a parameter as an `Option`.
pub(super) fn optional(parameter: &Parameter<'_>, value: TokenStream) -> TokenStream {
    if is_given(parameter) { quote!(Some(#value)) } else { value }
}
