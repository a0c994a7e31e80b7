//! Queries for rows of a table: filters, order, cursor and limit.

use std::sync::Arc;

use super::column_type::Value;
use super::filter::Filters;
use super::table::Table;

/// A query for rows of a table.
#[derive(Clone, Debug)]
pub struct SelectQuery {
    pub(crate) criteria: Arc<Criteria>,
    limit: i64,
    offset: i64,
}

/// The part of a [`SelectQuery`] that statements share.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Criteria {
    pub(crate) table: &'static Table,
    pub(crate) filters: Filters,
    /// The sort columns. Those of the key are the last ones, unless they are sorted by, so that the order is total.
    pub(crate) order: Vec<Sort>,
    /// The cursor after which the rows begin.
    pub(crate) after: Option<Vec<Value<'static>>>,
}

/// A sort column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column, by its position.
    pub column: usize,
    /// Whether the order is descending.
    pub descending: bool,
}

/// The predicate of a query, as a part of diesel's queries.
#[derive(Clone, Debug)]
pub struct Predicate {
    pub(crate) criteria: Arc<Criteria>,
    pub(crate) after_cursor: bool,
}

/// The order of a query, as a part of diesel's queries.
#[derive(Clone, Debug)]
pub struct OrderBy {
    pub(crate) criteria: Arc<Criteria>,
}

/// Whether all columns are sorted in the same direction.
pub(crate) fn is_in_one_direction(order: &[Sort]) -> bool {
    order.windows(2).all(|pair| pair[0].descending == pair[1].descending)
}

impl SelectQuery {
    /// At most `limit` of all rows, in the order of their keys.
    #[must_use]
    pub fn all(table: &'static Table, limit: i64) -> Self {
        Self::new(table, Filters::default(), Vec::new(), None, limit)
    }

    /// At most `limit` of the rows that meet all filters, in the order of `sort` and then of their keys: in the direction of the last
    /// column of `sort`, which lets an index on that column and the key be used. With `after`, only the rows after that cursor, which
    /// has the values of the columns of [`SelectQuery::order`].
    ///
    /// NULL comes after all values, and before them in descending order.
    #[must_use]
    pub fn new(
        table: &'static Table,
        filters: Filters,
        mut sort: Vec<Sort>,
        after: Option<Vec<Value<'static>>>,
        limit: i64,
    ) -> Self {
        let place = |column: &usize| sort.iter().position(|sort| sort.column == *column);
        let places = table.key.iter().map(place).try_fold(0, |last, place| place.map(|place| last.max(place)));
        // Columns after the key have no effect.
        if let Some(last) = places {
            sort.truncate(last + 1);
        } else {
            let descending = sort.last().is_some_and(|sort| sort.descending);
            for column in table.key {
                if !sort.iter().any(|sort| sort.column == *column) {
                    sort.push(Sort { column: *column, descending });
                }
            }
        }
        Self { criteria: Arc::new(Criteria { table, filters, order: sort, after }), limit, offset: 0 }
    }

    /// Skips the first `offset` rows. The database scans them; a cursor is faster.
    #[must_use]
    pub fn skipping(self, offset: i64) -> Self {
        Self { offset, ..self }
    }

    /// The table.
    pub(crate) fn table(&self) -> &'static Table {
        self.criteria.table
    }

    /// The sort columns, including the key.
    #[must_use]
    pub fn order(&self) -> &[Sort] {
        &self.criteria.order
    }

    /// The maximum number of rows.
    #[must_use]
    pub fn limit(&self) -> i64 {
        self.limit
    }

    /// The number of rows that are skipped.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.offset
    }

    /// Whether the rows are found by the key alone. Other queries may look at all rows of the table.
    pub(crate) fn is_by_key(&self) -> bool {
        let Criteria { table, filters, order, .. } = &*self.criteria;
        let is_key_order = || order.iter().map(|sort| &sort.column).eq(table.key) && is_in_one_direction(order);
        filters.is_empty() && self.offset == 0 && is_key_order()
    }

    /// The predicate of the filters and the cursor.
    #[must_use]
    pub fn predicate(&self) -> Predicate {
        Predicate { criteria: Arc::clone(&self.criteria), after_cursor: true }
    }

    /// The predicate of the filters alone.
    #[must_use]
    pub fn filter_predicate(&self) -> Predicate {
        Predicate { criteria: Arc::clone(&self.criteria), after_cursor: false }
    }

    /// The order.
    #[must_use]
    pub fn order_by(&self) -> OrderBy {
        OrderBy { criteria: Arc::clone(&self.criteria) }
    }
}
