//! The rows of a response that are fetched while it is sent.

use std::marker::PhantomData;

use super::cursor::{Cursor, cursor, is_after};
use super::query::ListQuery;
use crate::store::{Database, StoreError};
use crate::{Entity, SelectQuery, Sort, Versioned};

/// The maximum number of rows that one statement fetches. A response with at most that many is sent as a whole, with its length.
pub(super) const FETCH_SIZE: i64 = 1000;

/// Rows that are fetched in chunks, each by a statement of its own.
#[derive(Debug)]
pub(crate) struct RowStream<R> {
    database: Database,
    query: ListQuery,
    order: Vec<Sort>,
    /// The cursor after which they begin; `None` is the beginning of the list.
    after: Option<Cursor>,
    /// The cursor of the last row; `None` is the end of the list.
    end: Option<Cursor>,
    /// The number of rows that may follow; ignored if there is an end.
    remaining: i64,
    is_done: bool,
    of: PhantomData<fn() -> R>,
}

impl<R: Entity> RowStream<R> {
    /// The rows of a list after a cursor, at most `limit` of them.
    pub(super) fn after(
        database: &Database,
        query: &ListQuery,
        order: &[Sort],
        after: Option<Cursor>,
        limit: i64,
    ) -> Self {
        Self {
            database: database.clone(),
            query: query.clone(),
            order: order.to_vec(),
            after,
            end: None,
            remaining: limit,
            is_done: false,
            of: PhantomData,
        }
    }

    /// Stops at this cursor instead of after a number of rows.
    pub(super) fn end_at(&mut self, end: Cursor) {
        self.end = Some(end);
        self.remaining = i64::MAX;
    }

    /// Whether all rows are fetched.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// The next rows; `None` after the last ones.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<R>>, StoreError> {
        if self.is_done {
            return Ok(None);
        }
        let rows = self.fetch().await?;
        let mut rows: Vec<R> = rows.into_iter().map(|row| row.record).collect();
        if !self.query.expansion.is_empty() {
            R::expand(&self.database, rows.iter_mut().collect(), &self.query.expansion).await?;
        }
        Ok(Some(rows))
    }

    pub(super) async fn fetch(&mut self) -> Result<Vec<Versioned<R>>, StoreError> {
        let limit = self.remaining.min(FETCH_SIZE);
        let select = R::select(&self.query.select(self.after.take(), limit));
        // Others do not wait for large responses, of which there are many chunks.
        let rows = self.database.search(select).await?;
        let mut rows: Vec<Versioned<R>> = rows.into_iter().map(Into::into).collect();
        let fetched = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        self.remaining -= fetched;
        self.is_done = fetched < limit || self.remaining == 0;
        if let Some(end) = &self.end {
            let end = rows.partition_point(|row| !is_after(&row.record, &self.order, end));
            self.is_done |= end < rows.len();
            rows.truncate(end);
        }
        self.after = rows.last().map(|row| cursor(&row.record, &self.order));
        Ok(rows)
    }
}

/// The rows of a query.
pub(super) async fn rows<R: Entity>(
    database: &Database,
    selection: &SelectQuery,
) -> Result<Vec<Versioned<R>>, StoreError> {
    let query = R::select(selection);
    let rows = if selection.is_by_key() { database.read(query).await? } else { database.search(query).await? };
    Ok(rows.into_iter().map(Into::into).collect())
}
