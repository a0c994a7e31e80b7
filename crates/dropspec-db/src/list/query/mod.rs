//! The parameters of a list.

mod filters;

use std::fmt::Display;

use super::fields::Fields;
use super::token::{ListIdentity, PageToken};
use super::total::{CountMode, CountValues};
use super::unsatisfiable::unsatisfiable;
use crate::{Expansion, Filter, Filters, Operator, Rejection, SelectQuery, Sort, Table, Value};
use dropspec_http::{Problem, Tags};
use dropspec_schema::with_place;
use dropspec_schema::{ErrorSource, Violation};
use filters::is_part;
use http::StatusCode;

/// The page size of a list whose document has no `limit`.
const DEFAULT_PAGE_SIZE: i64 = 1000;

/// A request for a list, which generated code builds from the parameters of a request.
///
/// Violations are collected, and reported together when the list is fetched.
#[derive(Clone, Debug)]
pub struct ListQuery {
    pub(super) table: &'static Table,
    pub(super) filters: Filters,
    pub(super) sort: Vec<Sort>,
    pub(super) limit: Option<i64>,
    /// Whether a client can request other pages than the first.
    pub(super) is_paged: bool,
    pub(super) token: Option<String>,
    /// The `format` of the request, which links to other pages repeat.
    pub(super) format: Option<String>,
    if_none_match: Option<String>,
    pub(super) fields: Option<Fields>,
    pub(super) expansion: Expansion,
    /// The filter of a nested collection, which is not a parameter.
    within: Option<Filter>,
    pub(super) count: CountMode,
    /// The values with which a client can request the number of rows.
    pub(super) count_values: CountValues,
    pub(super) is_tagged: bool,
    violations: Vec<Violation>,
}

/// The parameters of a [`ListQuery`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ListParameters<'q> {
    /// The table.
    pub table: &'static Table,
    /// The filters.
    pub filters: &'q Filters,
    /// The sort order of the request.
    pub sort: &'q [Sort],
    /// The requested properties, unless all are.
    pub fields: Option<&'q Fields>,
    /// The maximum number of rows.
    pub limit: Option<i64>,
    /// The token of the requested page.
    pub page_token: Option<&'q str>,
    /// The value of `count` in the request, if it asks for the number of rows.
    pub count: Option<&'static str>,
    /// The values with which a client can ask for the number of rows.
    pub count_values: CountValues,
}

impl ListQuery {
    /// All rows of a table, in the order of their keys.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        Self {
            table,
            filters: Filters::default(),
            sort: Vec::new(),
            limit: None,
            is_paged: false,
            token: None,
            format: None,
            if_none_match: None,
            fields: None,
            expansion: Expansion::default(),
            within: None,
            count: CountMode::None,
            count_values: CountValues::default(),
            is_tagged: false,
            violations: Vec::new(),
        }
    }

    /// Limits the number of rows.
    #[must_use]
    pub fn limit(mut self, limit: Option<impl Into<i64>>) -> Self {
        self.limit = limit.map(Into::into);
        self
    }

    /// Selects the page of a token, or the first page.
    #[must_use]
    pub fn page_token(mut self, token: Option<String>) -> Self {
        self.is_paged = true;
        self.token = token;
        self
    }

    /// Sorts by properties, in descending order after a `-`. A repeated property has no effect.
    #[must_use]
    pub fn sort(mut self, keys: impl IntoIterator<Item = impl Display>) -> Self {
        for key in keys {
            let key = key.to_string();
            let (property, descending) = key.strip_prefix('-').map_or((key.as_str(), false), |name| (name, true));
            let column = self.table.position(property).filter(|column| self.table.columns[*column].sortable);
            match column {
                None => self.violation("sort", &format!("cannot sort by '{key}'")),
                Some(column) if self.sort.iter().any(|sort| sort.column == column) => {}
                Some(column) => self.sort.push(Sort { column, descending }),
            }
        }
        self
    }

    /// Restricts the response to these properties, if there are any.
    #[must_use]
    pub fn fields(mut self, properties: Option<impl IntoIterator<Item = impl Display>>) -> Self {
        if let Some(properties) = properties {
            let mut columns = Vec::new();
            for property in properties {
                let property = property.to_string();
                match self.table.position(&property) {
                    Some(column) => columns.push(column),
                    None => self.violation("fields", &format!("no such property: '{property}'")),
                }
            }
            self.fields = Some(Fields::new(self.table, columns));
        }
        self
    }

    /// Embeds rows of other tables.
    #[must_use]
    pub fn expand(mut self, paths: impl IntoIterator<Item = impl Display>) -> Self {
        self.expansion = Expansion::new(paths);
        self
    }

    /// Restricts the list to the rows that have a value in a column.
    #[must_use]
    pub(super) fn within(mut self, column: usize, value: Value<'static>) -> Self {
        self.within = Some(Filter::new(column, Operator::Equal, value));
        self
    }

    /// The filters of the parameters, and that of a nested collection.
    fn all_filters(&self) -> Filters {
        let mut filters = self.filters.clone();
        filters.columns.extend(self.within.clone());
        filters
    }

    /// Repeats the `format` of the request in links.
    #[must_use]
    pub fn format(mut self, format: Option<String>) -> Self {
        self.format = format;
        self
    }

    /// Whether and how to count the rows of all pages: the value of the request, and those of the document.
    #[must_use]
    pub fn count(mut self, value: Option<impl Display>, values: CountValues) -> Self {
        self.count = values.mode(value.map(|value| value.to_string()).as_deref());
        self.count_values = values;
        self
    }

    /// Computes an entity tag.
    #[must_use]
    pub fn tagged(mut self) -> Self {
        self.is_tagged = true;
        self
    }

    /// Sets the header `If-None-Match`.
    #[must_use]
    pub fn if_none_match(mut self, header: Option<String>) -> Self {
        self.if_none_match = header;
        self
    }

    /// The parameters, for a representation that shows them.
    #[must_use]
    pub fn parameters(&self) -> ListParameters<'_> {
        ListParameters {
            table: self.table,
            filters: &self.filters,
            sort: &self.sort,
            fields: self.fields.as_ref(),
            limit: self.limit,
            page_token: self.token.as_deref(),
            count: self.count_values.value(self.count),
            count_values: self.count_values,
        }
    }

    /// The number of rows on a page.
    pub(super) fn page_size(&self) -> Option<i64> {
        self.limit.or(self.is_paged.then_some(DEFAULT_PAGE_SIZE))
    }

    /// The rows after a cursor, in the order of the list.
    pub(super) fn select(&self, after: Option<Vec<Value<'static>>>, limit: i64) -> SelectQuery {
        SelectQuery::new(self.table, self.all_filters(), self.sort.clone(), after, limit)
    }

    /// The rows before a cursor, in reverse order.
    pub(super) fn select_reversed(
        &self,
        order: &[Sort],
        before: Option<Vec<Value<'static>>>,
        limit: i64,
    ) -> SelectQuery {
        let reverse = |sort: &Sort| Sort { descending: !sort.descending, ..*sort };
        SelectQuery::new(self.table, self.all_filters(), order.iter().map(reverse).collect(), before, limit)
    }

    /// The list that page tokens belong to.
    pub(super) fn identity<'l>(&'l self, order: &'l [Sort]) -> ListIdentity<'l> {
        ListIdentity { table: self.table, order, filters: &self.filters }
    }

    /// The name of the query parameter of a filter.
    pub(super) fn name(&self, column: usize, operator: Operator) -> String {
        let property = self.table.columns.get(column).map_or("", |column| column.property);
        format!("{property}{}", operator.suffix())
    }

    /// Whether `If-None-Match` has the entity tag of a page.
    pub(super) fn is_known(&self, etag: &str) -> bool {
        let tags = self.if_none_match.as_deref().and_then(|tags| Tags::parse(tags).ok());
        tags.is_some_and(|tags| tags.have(etag))
    }

    /// The position of the requested page.
    ///
    /// # Errors
    /// When parameters are invalid.
    pub(super) fn check(&mut self, order: &[Sort]) -> Result<PageToken, Problem> {
        if let Some(Err(error)) = self.if_none_match.as_deref().map(Tags::parse) {
            self.violation("If-None-Match", &error.to_string());
        }
        if let Some(bounds) = unsatisfiable(self.table, &self.filters.columns) {
            let [(name, lower), (other, upper)] =
                bounds.map(|bound| (self.name(bound.filter.column, bound.filter.operator), bound.value));
            let detail = format!("{name}={lower} and {other}={upper} exclude each other");
            self.violation(&name, &detail);
        }
        let token = self.token.as_deref().map(|token| PageToken::decode(token, self.identity(order))).transpose();
        let token = token.map_err(|error| self.violation("page_token", &error.to_string()));
        match token {
            Ok(token) if self.violations.is_empty() => Ok(token.unwrap_or(PageToken::After(None))),
            _ => Err(Problem::invalid(std::mem::take(&mut self.violations))),
        }
    }

    /// Whether there are filters that do not select all rows, as an empty text does that rows contain.
    pub(crate) fn has_filter(&self) -> bool {
        let searches = self.filters.searches.iter().flat_map(|search| &search.filters);
        let mut filters = self.filters.columns.iter().chain(searches);
        filters.any(|filter| !(is_part(filter.operator) && filter.texts().all(|text| text.is_empty())))
    }

    /// The rows that the filters select, of an operation that is not a list.
    ///
    /// # Errors
    /// 400 when filters are invalid.
    pub(crate) fn selected(mut self, limit: i64) -> Result<SelectQuery, Rejection> {
        match self.check(&[]) {
            Ok(_) => Ok(self.select(None, limit)),
            Err(problem) => Err(Rejection { status: StatusCode::BAD_REQUEST, problem, etag: None }),
        }
    }

    fn violation(&mut self, parameter: &str, detail: &str) {
        let detail = with_place(detail, parameter);
        self.violations.push(Violation { source: ErrorSource::Parameter(parameter.to_owned()), detail });
    }
}
