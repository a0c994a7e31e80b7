//! Links to other pages (RFC 8288).

use std::fmt::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::query::ListQuery;
use super::token::PageToken;
use crate::Sort;

/// Characters that are percent-encoded in a query: all but the unreserved ones (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Links to the adjacent pages, as relative references: `?limit=10&page_token=…`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The next page.
    pub next: Option<String>,
    /// The previous page.
    pub prev: Option<String>,
}

impl Links {
    /// The value of the header `Link`; `None` without adjacent pages.
    #[must_use]
    pub fn header(&self) -> Option<String> {
        let mut value = String::new();
        for (target, relation) in [(&self.next, "next"), (&self.prev, "prev")] {
            if let Some(target) = target {
                let separator = if value.is_empty() { "" } else { ", " };
                // Writing to a string does not fail.
                let _ = write!(value, "{separator}<{target}>; rel=\"{relation}\"");
            }
        }
        (!value.is_empty()).then_some(value)
    }
}

impl ListQuery {
    /// The reference of a page: the parameters of the request with the token of the page. The first page has none.
    pub(super) fn reference(&self, order: &[Sort], token: &PageToken) -> String {
        let mut pairs = Pairs(String::new());
        for filter in &self.filters {
            pairs.push(&self.name(filter), [&filter.value]);
        }
        let property = |column: usize| self.table.columns.get(column).map_or("", |column| column.property);
        if !self.sort.is_empty() {
            let sign = |sort: &Sort| if sort.descending { "-" } else { "" };
            pairs.push("sort", self.sort.iter().map(|sort| format!("{}{}", sign(sort), property(sort.column))));
        }
        if let Some(fields) = &self.fields {
            pairs.push("fields", fields.columns().iter().map(|column| property(*column)));
        }
        if self.count {
            pairs.push("count", [true]);
        }
        pairs.extend("format", self.format.as_ref());
        pairs.extend("limit", self.limit);
        pairs.extend("page_token", token.encode(self.identity(order)));
        if pairs.0.is_empty() { "?".to_owned() } else { pairs.0 }
    }
}

/// The pairs of a query string.
struct Pairs(String);

impl Pairs {
    /// Appends a parameter. The commas between its values are not encoded.
    fn push<T: fmt::Display>(&mut self, name: &str, values: impl IntoIterator<Item = T>) {
        self.0.push(if self.0.is_empty() { '?' } else { '&' });
        self.0.extend(utf8_percent_encode(name, RESERVED));
        for (index, value) in values.into_iter().enumerate() {
            self.0.push(if index == 0 { '=' } else { ',' });
            self.0.extend(utf8_percent_encode(&value.to_string(), RESERVED));
        }
    }

    fn extend<T: fmt::Display>(&mut self, name: &str, value: Option<T>) {
        if value.is_some() {
            self.push(name, value);
        }
    }
}
