//! What a list is asked for.

use std::fmt::Display;

use super::contradiction::contradiction;
use super::fields::Fields;
use super::token::{Of, PageToken};
use crate::{Filter, Operator, Selection, Sort, Table, Tags, Value};
use dropspec_http::Problem;
use dropspec_schema::with_place;
use dropspec_schema::{ErrorSource, Violation};

/// How many rows there are on a page of a list whose document has no `limit`.
const PAGE: i64 = 1000;

/// What a list is asked for: what generated code makes of the parameters of a request.
///
/// What cannot be is told when the list is fetched, all of it at once.
#[derive(Clone, Debug)]
pub struct ListQuery {
    pub(super) table: &'static Table,
    pub(super) filters: Vec<Filter>,
    pub(super) sort: Vec<Sort>,
    pub(super) limit: Option<i64>,
    /// Whether the client can ask for other pages than the first.
    pub(super) is_paged: bool,
    pub(super) token: Option<String>,
    /// What the request has asked the answer to be, as the links to other pages do.
    pub(super) format: Option<String>,
    condition: Option<String>,
    pub(super) fields: Option<Fields>,
    pub(super) count: bool,
    /// Whether the client can ask for the number of rows.
    pub(super) is_countable: bool,
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
    pub filters: &'q [Filter],
    /// The sort order of the request.
    pub sort: &'q [Sort],
    /// The requested properties, unless all are.
    pub fields: Option<&'q Fields>,
    /// The maximum number of rows.
    pub limit: Option<i64>,
    /// The token of the requested page.
    pub page_token: Option<&'q str>,
    /// Whether a client can ask for the number of rows.
    pub is_countable: bool,
}

impl ListQuery {
    /// All rows of a table, in the order of their keys.
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        Self {
            table,
            filters: Vec::new(),
            sort: Vec::new(),
            limit: None,
            is_paged: false,
            token: None,
            format: None,
            condition: None,
            fields: None,
            count: false,
            is_countable: false,
            is_tagged: false,
            violations: Vec::new(),
        }
    }

    /// At most so many rows, if there is a limit.
    #[must_use]
    pub fn limit(mut self, limit: Option<impl Into<i64>>) -> Self {
        self.limit = limit.map(Into::into);
        self
    }

    /// The page that the token stands for; the first one without it.
    #[must_use]
    pub fn page_token(mut self, token: Option<String>) -> Self {
        self.is_paged = true;
        self.token = token;
        self
    }

    /// The columns to sort by: the names of properties, with a `-` before those whose greatest value comes first. One that is there
    /// again sorts nothing: rows that it would sort are alike in it.
    #[must_use]
    pub fn sort(mut self, keys: impl IntoIterator<Item = impl Display>) -> Self {
        for key in keys {
            let key = key.to_string();
            let (property, descending) = key.strip_prefix('-').map_or((key.as_str(), false), |name| (name, true));
            let column = self.table.position(property).filter(|column| self.table.columns[*column].sortable);
            match column {
                None => self.refuse("sort", &format!("nothing can be sorted by '{key}'")),
                Some(column) if self.sort.iter().any(|sort| sort.column == column) => {}
                Some(column) => self.sort.push(Sort { column, descending }),
            }
        }
        self
    }

    /// The rows that meet a filter, if there is a value to compare the column with.
    #[must_use]
    pub fn filter(mut self, column: usize, operator: Operator, value: Option<impl Into<Value<'static>>>) -> Self {
        if let Some(value) = value {
            let filter = Filter { column, operator, value: value.into() };
            let name = self.name(&filter);
            match &filter.value {
                Value::Text(text) if text.contains('\0') => self.refuse(&name, "text cannot contain NUL characters"),
                value if !self.is_comparable(&filter) => self.refuse(&name, &format!("invalid value: {value}")),
                _ => {}
            }
            self.filters.push(filter);
        }
        self
    }

    /// Whether the value of a filter can be compared with its column; a part of an enum's values is enough to search for.
    fn is_comparable(&self, filter: &Filter) -> bool {
        let column = self.table.columns.get(filter.column);
        column.is_some_and(|column| filter.operator == Operator::Contains || column.column_type.accepts(&filter.value))
    }

    /// Only these properties of each row, if there are any.
    #[must_use]
    pub fn fields(mut self, properties: Option<impl IntoIterator<Item = impl Display>>) -> Self {
        if let Some(properties) = properties {
            let mut columns = Vec::new();
            for property in properties {
                let property = property.to_string();
                match self.table.position(&property) {
                    Some(column) => columns.push(column),
                    None => self.refuse("fields", &format!("there is no '{property}'")),
                }
            }
            self.fields = Some(Fields::new(self.table, columns));
        }
        self
    }

    /// With links to pages of a format, if the request has named one.
    #[must_use]
    pub fn format(mut self, format: Option<String>) -> Self {
        self.format = format;
        self
    }

    /// Whether to count the rows that meet the filters, on whichever page they are.
    #[must_use]
    pub fn count(mut self, count: bool) -> Self {
        self.is_countable = true;
        self.count = count;
        self
    }

    /// With an entity tag.
    #[must_use]
    pub fn tagged(mut self) -> Self {
        self.is_tagged = true;
        self
    }

    /// Only if the page is none of those whose entity tags the client has, in the header `If-None-Match`.
    #[must_use]
    pub fn if_none_match(mut self, condition: Option<String>) -> Self {
        self.condition = condition;
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
            is_countable: self.is_countable,
        }
    }

    /// How many rows there are on a page; without a limit that of a list without pages.
    pub(super) fn page_size(&self) -> Option<i64> {
        self.limit.or(self.is_paged.then_some(PAGE))
    }

    /// The rows behind a place, in the order of the list.
    pub(super) fn selection(&self, after: Option<Vec<Value<'static>>>, limit: i64) -> Selection {
        Selection::new(self.table, self.filters.clone(), self.sort.clone(), after, limit)
    }

    /// The rows before a place, in the reverse order.
    pub(super) fn reversed(&self, order: &[Sort], before: Option<Vec<Value<'static>>>, limit: i64) -> Selection {
        let reverse = |sort: &Sort| Sort { descending: !sort.descending, ..*sort };
        Selection::new(self.table, self.filters.clone(), order.iter().map(reverse).collect(), before, limit)
    }

    /// What the tokens of the list's pages belong to.
    pub(super) fn of<'l>(&'l self, order: &'l [Sort]) -> Of<'l> {
        Of { table: self.table, order, filters: &self.filters }
    }

    /// The name of the parameter of a filter.
    pub(super) fn name(&self, filter: &Filter) -> String {
        let property = self.table.columns.get(filter.column).map_or("", |column| column.property);
        format!("{property}{}", filter.operator.suffix())
    }

    /// Whether the client has a page already, by its entity tag.
    pub(super) fn is_known(&self, etag: &str) -> bool {
        let tags = self.condition.as_deref().and_then(|tags| Tags::parse(tags).ok());
        tags.is_some_and(|tags| tags.have(etag))
    }

    /// Where the page begins.
    ///
    /// # Errors
    /// When the parameters are not those of a list.
    pub(super) fn check(&mut self, order: &[Sort]) -> Result<PageToken, Problem> {
        if let Some(Err(error)) = self.condition.as_deref().map(Tags::parse) {
            self.refuse("If-None-Match", &error.to_string());
        }
        if let Some((lower, upper)) = contradiction(self.table, &self.filters) {
            let (name, other) = (self.name(lower), self.name(upper));
            let detail = format!("{} leaves nothing, since '{other}' is {}", lower.value, upper.value);
            self.refuse(&name, &detail);
        }
        let token = self.token.as_deref().map(|token| PageToken::decode(token, self.of(order))).transpose();
        let token = token.map_err(|error| self.refuse("page_token", &error.to_string()));
        match token {
            Ok(token) if self.violations.is_empty() => Ok(token.unwrap_or(PageToken::After(None))),
            _ => Err(Problem::invalid(std::mem::take(&mut self.violations))),
        }
    }

    fn refuse(&mut self, parameter: &str, detail: &str) {
        let detail = with_place(detail, parameter);
        self.violations.push(Violation { place: ErrorSource::Parameter(parameter.to_owned()), detail });
    }
}
