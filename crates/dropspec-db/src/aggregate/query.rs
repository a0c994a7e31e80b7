//! A request for aggregates.

use std::fmt::Display;

use super::statement::{AggregateSort, AggregateStatement};
use super::{Aggregate, AggregateValue, MAX_GROUPS};
use crate::error::Rejection;
use crate::list::ListQuery;

/// A request for aggregates, which generated code builds from the parameters of a request.
#[derive(Clone, Debug)]
pub struct AggregateQuery {
    pub(super) aggregate: &'static Aggregate,
    rows: ListQuery,
    sort: Vec<AggregateSort>,
    pub(super) limit: Option<i64>,
}

impl AggregateQuery {
    /// The aggregates of the rows that the filters of a list select.
    #[must_use]
    pub fn new(aggregate: &'static Aggregate, rows: ListQuery) -> Self {
        Self { aggregate, rows, sort: Vec::new(), limit: None }
    }

    /// Sorts by properties of the result, in descending order after a `-`. Names of other properties have no effect: the document does not allow
    /// them.
    #[must_use]
    pub fn sort(mut self, keys: impl IntoIterator<Item = impl Display>) -> Self {
        for key in keys {
            let key = key.to_string();
            let (name, descending) = key.strip_prefix('-').map_or((key.as_str(), false), |name| (name, true));
            let property = self.aggregate.properties.iter().position(|property| property.name == name);
            self.sort.extend(property.map(|property| AggregateSort { property, descending }));
        }
        self
    }

    /// Limits the number of groups.
    #[must_use]
    pub fn limit(mut self, limit: Option<impl Into<i64>>) -> Self {
        self.limit = limit.map(|limit| limit.into().min(MAX_GROUPS));
        self
    }

    /// The statement. Groups that are alike in the requested order are in that of their properties.
    ///
    /// # Errors
    /// 400 when filters are invalid.
    pub(super) fn statement(&self) -> Result<AggregateStatement, Rejection> {
        let mut sort = self.sort.clone();
        for (property, it) in self.aggregate.properties.iter().enumerate() {
            let is_group = matches!(it.value, AggregateValue::Group(_) | AggregateValue::Part(..));
            if is_group && !sort.iter().any(|sort| sort.property == property) {
                sort.push(AggregateSort { property, descending: false });
            }
        }
        let is_common = self.sort.len() <= 1;
        // One more than are returned shows that there are more.
        let limit = self.limit.unwrap_or(MAX_GROUPS + 1);
        let rows = self.rows.clone().selected(0)?.filter_predicate();
        Ok(AggregateStatement::new(self.aggregate, rows, sort, limit, is_common))
    }
}
