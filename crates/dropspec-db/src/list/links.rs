//! Links to other pages (RFC 8288).

use std::fmt::Write;

use super::query::ListQuery;
use super::query_string::QueryString;
use super::token::PageToken;
use crate::Sort;
use dropspec_http::RequestScope;

/// Links to the adjacent pages, as references that have only a query: `?limit=10&page_token=…`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The next page.
    pub next: Option<String>,
    /// The previous page.
    pub prev: Option<String>,
}

impl Links {
    /// The value of the header `Link`; `None` without adjacent pages. Within a request its targets have the path of the request, so that
    /// clients which do not resolve references can follow them.
    #[must_use]
    pub fn header(&self) -> Option<String> {
        if *self == Self::default() {
            return None;
        }
        let scope = RequestScope::current();
        let path = scope.as_ref().map_or("", |scope| scope.uri().path());
        let mut value = String::new();
        for (target, relation) in [(&self.next, "next"), (&self.prev, "prev")] {
            if let Some(target) = target {
                let separator = if value.is_empty() { "" } else { ", " };
                // Writing to a string does not fail.
                let _ = write!(value, "{separator}<{path}{target}>; rel=\"{relation}\"");
            }
        }
        Some(value)
    }
}

impl ListQuery {
    /// The reference of a page: the parameters of the request with the token of the page. The first page has none.
    pub(super) fn reference(&self, order: &[Sort], token: &PageToken) -> String {
        let mut pairs = QueryString::default();
        for filter in &self.filters.columns {
            pairs.push(&self.name(filter.column, filter.operator), filter.texts());
        }
        for search in &self.filters.searches {
            pairs.push(search.search.name, [&search.text]);
        }
        pairs.push_some("q", self.filters.full_text.as_ref().map(|search| &search.text));
        let property = |column: usize| self.table.columns.get(column).map_or("", |column| column.property);
        if !self.sort.is_empty() {
            let sign = |sort: &Sort| if sort.descending { "-" } else { "" };
            pairs.push("sort", self.sort.iter().map(|sort| format!("{}{}", sign(sort), property(sort.column))));
        }
        if let Some(fields) = &self.fields {
            pairs.push("fields", fields.columns().iter().map(|column| property(*column)));
        }
        if !self.expansion.is_empty() {
            pairs.push("expand", self.expansion.paths());
        }
        pairs.push_some("count", self.count_values.value(self.count));
        pairs.push_some("format", self.format.as_ref());
        pairs.push_some("limit", self.limit);
        pairs.push_some("page_token", token.encode(self.identity(order)));
        pairs.into_reference()
    }
}
