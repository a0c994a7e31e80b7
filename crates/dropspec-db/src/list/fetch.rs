//! The rows of a page, and the cursors of the adjacent pages.

use super::cursor::{Cursor, cursor};
use super::query::ListQuery;
use super::row_stream::{FETCH_SIZE, RowStream, rows};
use super::token::PageToken;
use crate::store::{Database, StoreError};
use crate::{Entity, SelectQuery, Sort, Versioned};

/// Fetches pages of a list.
pub(super) struct Fetch<'f> {
    pub(super) database: &'f Database,
    pub(super) query: &'f ListQuery,
    pub(super) order: &'f [Sort],
}

/// A fetched page.
pub(super) struct Fetched<R: Entity> {
    /// The rows, or the first of them.
    pub(super) rows: Vec<Versioned<R>>,
    /// The other rows, if there are any.
    pub(super) rest: Option<RowStream<R>>,
    /// The token of the next page, if there is one.
    pub(super) next: Option<PageToken>,
    /// The token of the previous page, if there is one.
    pub(super) prev: Option<PageToken>,
}

impl Fetch<'_> {
    /// The page of a token.
    pub(super) async fn page<R: Entity>(&self, start: PageToken) -> Result<Fetched<R>, StoreError> {
        let limit = self.query.page_size();
        let mut fetched = match (limit, start) {
            (Some(limit @ ..=FETCH_SIZE), PageToken::After(start)) => self.fetch_after(start, limit).await?,
            (Some(limit @ ..=FETCH_SIZE), PageToken::Before(end)) => self.fetch_before(end, limit).await?,
            (limit, PageToken::After(start)) => self.stream_after(start, limit).await?,
            (limit, PageToken::Before(end)) => self.stream_before(end, limit.unwrap_or(i64::MAX)).await?,
        };
        if !self.query.is_paged {
            (fetched.next, fetched.prev) = (None, None);
        }
        Ok(fetched)
    }

    /// A page after a cursor, fetched by one statement.
    async fn fetch_after<R: Entity>(&self, start: Option<Cursor>, limit: i64) -> Result<Fetched<R>, StoreError> {
        let is_first = start.is_none();
        let (rows, has_more) = self.rows_and_more(self.query.select(start, limit + 1)).await?;
        let next = has_more.then(|| PageToken::After(self.end(&rows)));
        let prev = (!is_first).then(|| PageToken::Before(self.start(&rows)));
        Ok(Fetched { rows, rest: None, next, prev })
    }

    /// A page before a cursor, fetched in reverse by one statement.
    async fn fetch_before<R: Entity>(&self, end: Option<Cursor>, limit: i64) -> Result<Fetched<R>, StoreError> {
        let is_last = end.is_none();
        let (mut rows, has_more) = self.rows_and_more(self.query.select_reversed(self.order, end, limit + 1)).await?;
        rows.reverse();
        let next = if is_last { None } else { self.next::<R>(self.end(&rows)).await? };
        let prev = has_more.then(|| PageToken::Before(self.start(&rows)));
        Ok(Fetched { rows, rest: None, next, prev })
    }

    /// A page after a cursor, fetched in chunks. Its last row is looked up before the response begins, so that the link to the next page
    /// is known: the page ends at that row, whatever rows are inserted or deleted while it is sent.
    async fn stream_after<R: Entity>(
        &self,
        start: Option<Cursor>,
        limit: Option<i64>,
    ) -> Result<Fetched<R>, StoreError> {
        let is_first = start.is_none();
        let mut rest = self.stream(start, limit.unwrap_or(i64::MAX));
        let rows = rest.fetch().await?;
        let prev = (!is_first).then(|| PageToken::Before(self.start(&rows)));
        if rest.is_done() {
            return Ok(Fetched { rows, rest: None, next: None, prev });
        }
        let mut next = None;
        if let Some(limit) = limit.filter(|_| self.query.is_paged) {
            let ends = self.query.select(self.end(&rows), 2).skipping(limit - FETCH_SIZE - 1);
            let ends: Vec<Versioned<R>> = self.rows(ends).await?;
            if let [last, _] = ends.as_slice() {
                let last = cursor(&last.record, self.order);
                next = Some(PageToken::After(Some(last.clone())));
                rest.end_at(last);
            }
        }
        Ok(Fetched { rows, rest: Some(rest), next, prev })
    }

    /// A page before a cursor, fetched in chunks from its beginning, which is looked up.
    async fn stream_before<R: Entity>(&self, end: Option<Cursor>, limit: i64) -> Result<Fetched<R>, StoreError> {
        let is_last = end.is_none();
        let reversed = |offset| self.query.select_reversed(self.order, end.clone(), 1).skipping(offset);
        let last: Vec<Versioned<R>> = self.rows(reversed(0)).await?;
        let Some(last) = self.end(&last) else { return self.fetch_before(end, FETCH_SIZE).await };
        let outside: Vec<Versioned<R>> = self.rows(reversed(limit)).await?;
        let mut rest = self.stream(self.end(&outside), i64::MAX);
        rest.end_at(last.clone());
        let rows = rest.fetch().await?;
        let next = if is_last { None } else { self.next::<R>(Some(last)).await? };
        let prev = (!outside.is_empty()).then(|| PageToken::Before(self.start(&rows)));
        let rest = (!rest.is_done()).then_some(rest);
        Ok(Fetched { rows, rest, next, prev })
    }

    /// The page after a cursor, or the first page, if it has rows.
    async fn next<R: Entity>(&self, end: Option<Cursor>) -> Result<Option<PageToken>, StoreError> {
        let found: Vec<Versioned<R>> = self.rows(self.query.select(end.clone(), 1)).await?;
        Ok((!found.is_empty()).then_some(PageToken::After(end)))
    }

    /// The rows of a query except the last one, which only shows that there are more.
    async fn rows_and_more<R: Entity>(&self, selection: SelectQuery) -> Result<(Vec<Versioned<R>>, bool), StoreError> {
        let limit = selection.limit() - 1;
        let mut rows = self.rows(selection).await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
        if has_more {
            rows.pop();
        }
        Ok((rows, has_more))
    }

    async fn rows<R: Entity>(&self, selection: SelectQuery) -> Result<Vec<Versioned<R>>, StoreError> {
        rows(self.database, &selection).await
    }

    fn stream<R: Entity>(&self, after: Option<Cursor>, limit: i64) -> RowStream<R> {
        RowStream::after(self.database, self.query, self.order, after, limit)
    }

    fn start<R: Entity>(&self, rows: &[Versioned<R>]) -> Option<Cursor> {
        rows.first().map(|row| cursor(&row.record, self.order))
    }

    fn end<R: Entity>(&self, rows: &[Versioned<R>]) -> Option<Cursor> {
        rows.last().map(|row| cursor(&row.record, self.order))
    }
}
