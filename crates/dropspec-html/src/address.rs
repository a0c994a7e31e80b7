//! Where pages are. All links are relative, so that they hold behind a prefix as well.

use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::description::Table;
use super::super::selection::{Filter, Sort};
use super::super::value::Value;
use super::text::written;

/// What stands for itself in a segment of a path (RFC 3986, section 2.3).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The list, from a page at its own path.
pub(super) fn list(table: &Table) -> &'static str {
    table.path.rsplit('/').next().unwrap_or_default()
}

/// The list, from the page of a record.
pub(super) fn list_of_record(table: &Table) -> String {
    format!("../{}", list(table))
}

/// The page of a record, from another one.
pub(super) fn record(key: &Value<'_>) -> String {
    segment(&written(key))
}

/// A text as a segment of a path.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// The page of a record, from the list, or from where a form for a new one is sent.
pub(super) fn record_in_list(table: &Table, key: &Value<'_>) -> String {
    format!("{}/{}", list(table), record(key))
}

/// What a list shows, as the parameters of its query.
#[derive(Clone, Debug)]
pub(super) struct Query<'q> {
    pub(super) table: &'static Table,
    pub(super) filters: &'q [Filter],
    pub(super) sort: &'q [Sort],
    pub(super) limit: Option<i64>,
    pub(super) is_counted: bool,
}

impl Query<'_> {
    /// The name of the parameter of a filter.
    pub(super) fn parameter(table: &Table, column: usize, suffix: &str) -> String {
        format!("{}{suffix}", table.columns[column].property)
    }

    /// The reference of the list with another order, from its first page on.
    pub(super) fn sorted(&self, sort: &[Sort]) -> String {
        Query { sort, ..self.clone() }.reference([])
    }

    /// The reference of the same list without its filters.
    pub(super) fn unfiltered(&self) -> String {
        Query { filters: &[], ..self.clone() }.reference([])
    }

    /// The reference of the same list, counted.
    pub(super) fn counted(&self) -> String {
        Query { is_counted: true, ..self.clone() }.reference([])
    }

    /// The reference of the page of the list that has a token, in another format.
    pub(super) fn page(&self, token: Option<&str>, format: &str) -> String {
        self.reference(token.map(|token| ("page_token", token)).into_iter().chain([("format", format)]))
    }

    fn reference<'p>(&self, more: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
        let mut query = Serializer::for_suffix("?".to_owned(), 1);
        for filter in self.filters {
            let name = Self::parameter(self.table, filter.column, filter.operator.suffix());
            query.append_pair(&name, &written(&filter.value));
        }
        if !self.sort.is_empty() {
            query.append_pair("sort", &order(self.table, self.sort));
        }
        if let Some(limit) = self.limit {
            query.append_pair("limit", &limit.to_string());
        }
        if self.is_counted {
            query.append_pair("count", "true");
        }
        query.extend_pairs(more);
        // A comma needs no escape in a query, and separates the keys of an order only as it is.
        query.finish().replace("%2C", ",")
    }
}

/// An order as the parameter `sort` has it.
pub(super) fn order(table: &Table, sort: &[Sort]) -> String {
    let key =
        |sort: &Sort| format!("{}{}", if sort.descending { "-" } else { "" }, table.columns[sort.column].property);
    sort.iter().map(key).collect::<Vec<_>>().join(",")
}
