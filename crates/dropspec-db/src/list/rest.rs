//! The rows of an answer that are fetched while it is sent.

use std::marker::PhantomData;

use super::place::{Place, is_behind, place};
use super::query::ListQuery;
use crate::store::{Database, StoreError};
use crate::{Record, Selection, Sort, Stored};

/// How many rows a statement fetches at the most. An answer of no more is one body, and its length is known.
pub(super) const CHUNK: i64 = 1000;

/// Rows to be fetched in chunks, each by a statement of its own.
#[derive(Debug)]
pub(crate) struct Rest<R> {
    database: Database,
    query: ListQuery,
    order: Vec<Sort>,
    /// The place of the row behind which they begin; the beginning of the list if there is none.
    after: Option<Place>,
    /// The place of the last of them; the end of the list if there is none.
    until: Option<Place>,
    /// How many there may be; with `until` it does not matter.
    left: i64,
    is_over: bool,
    of: PhantomData<fn() -> R>,
}

impl<R: Record> Rest<R> {
    /// The rows of a list after a cursor, at most `limit` of them.
    pub(super) fn after(
        database: &Database,
        query: &ListQuery,
        order: &[Sort],
        after: Option<Place>,
        limit: i64,
    ) -> Self {
        Self {
            database: database.clone(),
            query: query.clone(),
            order: order.to_vec(),
            after,
            until: None,
            left: limit,
            is_over: false,
            of: PhantomData,
        }
    }

    /// Lets the rows end at a place, however many they are.
    pub(super) fn end_at(&mut self, until: Place) {
        self.until = Some(until);
        self.left = i64::MAX;
    }

    /// Whether there are no more.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// The next rows; none when all have been there.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<R>>, StoreError> {
        if self.is_over {
            return Ok(None);
        }
        let rows = self.fetch().await?;
        Ok(Some(rows.into_iter().map(|row| row.record).collect()))
    }

    pub(super) async fn fetch(&mut self) -> Result<Vec<Stored<R>>, StoreError> {
        let limit = self.left.min(CHUNK);
        let mut rows: Vec<Stored<R>> = rows(&self.database, &self.query.selection(self.after.take(), limit)).await?;
        let fetched = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        self.left -= fetched;
        self.is_over = fetched < limit || self.left == 0;
        if let Some(until) = &self.until {
            let end = rows.partition_point(|row| !is_behind(&row.record, &self.order, until));
            self.is_over |= end < rows.len();
            rows.truncate(end);
        }
        self.after = rows.last().map(|row| place(&row.record, &self.order));
        Ok(rows)
    }
}

/// The rows of a selection.
pub(super) async fn rows<R: Record>(database: &Database, selection: &Selection) -> Result<Vec<Stored<R>>, StoreError> {
    let rows = database.read(R::select(selection)).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
