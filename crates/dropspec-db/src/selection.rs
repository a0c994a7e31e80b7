//! Which rows of a table, in which order: what a list asks the database for.

use std::sync::Arc;

use super::column_type::Value;
use super::table::{Operator, Table};

/// Which rows of a table, in which order.
#[derive(Clone, Debug)]
pub struct Selection {
    pub(crate) query: Arc<Query>,
    limit: i64,
    offset: i64,
}

/// The part of a [`Selection`] that statements share.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Query {
    pub(crate) table: &'static Table,
    pub(crate) filters: Vec<Filter>,
    /// The key is the last of them, so that no two rows are in the same place.
    pub(crate) order: Vec<Sort>,
    /// The values of the columns of `order` in the row behind which the selection begins.
    pub(crate) after: Option<Vec<Value<'static>>>,
}

/// A condition on a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The column, by its position.
    pub column: usize,
    /// How it is compared.
    pub operator: Operator,
    /// What with.
    pub value: Value<'static>,
}

/// A column that a selection is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column, by its position.
    pub column: usize,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

/// What the rows of a selection have to meet.
#[derive(Clone, Debug)]
pub struct Condition {
    pub(crate) query: Arc<Query>,
    pub(crate) from_place: bool,
}

/// The order of the rows of a selection.
#[derive(Clone, Debug)]
pub struct Ordering {
    pub(crate) query: Arc<Query>,
}

impl Selection {
    /// At most `limit` of all rows, in the order of their keys.
    #[must_use]
    pub fn all(table: &'static Table, limit: i64) -> Self {
        Self::new(table, Vec::new(), Vec::new(), None, limit)
    }

    /// At most `limit` of the rows that meet all filters, in the order of `sort` and, where that leaves it open, of their keys: in the
    /// direction of the last column of `sort`, which lets an index of that column and the key serve. With `after`, only those
    /// behind the row whose columns of [`Selection::order`] hold these values.
    ///
    /// What holds nothing comes after all values, and before them when descending.
    #[must_use]
    pub fn new(
        table: &'static Table,
        filters: Vec<Filter>,
        mut sort: Vec<Sort>,
        after: Option<Vec<Value<'static>>>,
        limit: i64,
    ) -> Self {
        // Behind the key nothing is left open.
        if let Some(place) = sort.iter().position(|sort| sort.column == table.key) {
            sort.truncate(place + 1);
        } else {
            let descending = sort.last().is_some_and(|sort| sort.descending);
            sort.push(Sort { column: table.key, descending });
        }
        Self { query: Arc::new(Query { table, filters, order: sort, after }), limit, offset: 0 }
    }

    /// The same without the first `offset` rows. The database walks over them: to go on where a list has ended, begin behind its last row.
    #[must_use]
    pub fn skipping(self, offset: i64) -> Self {
        Self { offset, ..self }
    }

    /// The columns that the selection is sorted by, the key among them.
    #[must_use]
    pub fn order(&self) -> &[Sort] {
        &self.query.order
    }

    /// How many rows at the most.
    #[must_use]
    pub fn limit(&self) -> i64 {
        self.limit
    }

    /// How many rows are passed over.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.offset
    }

    /// What rows have to meet, as diesel takes it; the place is part of it.
    #[must_use]
    pub fn condition(&self) -> Condition {
        Condition { query: Arc::clone(&self.query), from_place: true }
    }

    /// What rows have to meet, wherever the selection begins.
    #[must_use]
    pub fn filters(&self) -> Condition {
        Condition { query: Arc::clone(&self.query), from_place: false }
    }

    /// The order, as diesel takes it.
    #[must_use]
    pub fn ordering(&self) -> Ordering {
        Ordering { query: Arc::clone(&self.query) }
    }
}
