//! Links between pages. All are relative, so that they work behind a path prefix.

use dropspec_db::{Filters, QueryString, Sort, Table, Value};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters is escaped in a segment of a path (RFC 3986, section 2.3).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The list, from its own page.
pub(crate) fn list(table: &Table) -> &'static str {
    table.path.rsplit('/').next().unwrap_or_default()
}

/// The list, from the page of a record.
pub(crate) fn list_from_record(table: &Table) -> String {
    format!("../{}", list(table))
}

/// The page of a record, from that of another one.
pub(crate) fn record(key: &Value<'_>) -> String {
    segment(&key.to_string())
}

/// A text as a segment of a path.
pub(crate) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// The page of a record, from the list.
pub(crate) fn record_from_list(table: &Table, key: &Value<'_>) -> String {
    format!("{}/{}", list(table), record(key))
}

/// The parameters of a list, for links to the same list with changes.
#[derive(Clone, Debug)]
pub(crate) struct ListHref<'q> {
    pub(crate) table: &'static Table,
    pub(crate) filters: &'q Filters,
    pub(crate) sort: &'q [Sort],
    pub(crate) limit: Option<i64>,
    /// The value of `count`, if the rows are counted.
    pub(crate) count: Option<&'static str>,
}

impl ListHref<'_> {
    /// The name of the query parameter of a filter.
    pub(crate) fn parameter(table: &Table, column: usize, suffix: &str) -> String {
        format!("{}{suffix}", table.columns[column].property)
    }

    /// The list in another order, from its first page.
    pub(crate) fn sorted(&self, sort: &[Sort]) -> String {
        ListHref { sort, ..self.clone() }.href([])
    }

    /// The list without its filters.
    pub(crate) fn unfiltered(&self) -> String {
        ListHref { filters: &Filters::default(), ..self.clone() }.href([])
    }

    /// The list with the total number of its rows.
    pub(crate) fn counted(&self, value: &'static str) -> String {
        ListHref { count: Some(value), ..self.clone() }.href([])
    }

    /// A page of the list in another format.
    pub(crate) fn format(&self, page_token: Option<&str>, format: &str) -> String {
        self.href(page_token.map(|token| ("page_token", token)).into_iter().chain([("format", format)]))
    }

    fn href<'p>(&self, more: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
        let mut query = QueryString::default();
        for filter in &self.filters.columns {
            let name = Self::parameter(self.table, filter.column, filter.operator.suffix());
            query.push(&name, filter.texts());
        }
        for search in &self.filters.searches {
            query.push(search.search.name, [&search.text]);
        }
        query.push_some("q", self.filters.full_text.as_ref().map(|search| &search.text));
        if !self.sort.is_empty() {
            query.push("sort", sort_keys(self.table, self.sort));
        }
        query.push_some("limit", self.limit);
        query.push_some("count", self.count);
        for (name, value) in more {
            query.push(name, [value]);
        }
        query.into_reference()
    }
}

/// A sort order as the values of the parameter `sort`.
pub(crate) fn sort_keys(table: &Table, sort: &[Sort]) -> Vec<String> {
    let key =
        |sort: &Sort| format!("{}{}", if sort.descending { "-" } else { "" }, table.columns[sort.column].property);
    sort.iter().map(key).collect()
}
