//! The rows of a page, and where the pages beside it begin.

use super::place::{Place, place};
use super::query::ListQuery;
use super::rest::{CHUNK, Rest, rows};
use super::token::PageToken;
use crate::store::{Database, StoreError};
use crate::{Record, Selection, Sort, Stored};

/// What a page is fetched from.
pub(super) struct Fetch<'f> {
    pub(super) database: &'f Database,
    pub(super) query: &'f ListQuery,
    pub(super) order: &'f [Sort],
}

/// A page.
pub(super) struct Fetched<R: Record> {
    /// The rows, or the first of them.
    pub(super) rows: Vec<Stored<R>>,
    /// The others, if there are any.
    pub(super) rest: Option<Rest<R>>,
    /// Where the next page begins, if there is one.
    pub(super) next: Option<PageToken>,
    /// Where the page before ends, if there is one.
    pub(super) prev: Option<PageToken>,
}

impl Fetch<'_> {
    /// The page that a token stands for.
    pub(super) async fn page<R: Record>(&self, start: PageToken) -> Result<Fetched<R>, StoreError> {
        let limit = self.query.page_size();
        let mut fetched = match (limit, start) {
            (Some(limit @ ..=CHUNK), PageToken::After(start)) => self.behind(start, limit).await?,
            (Some(limit @ ..=CHUNK), PageToken::Before(end)) => self.before(end, limit).await?,
            (limit, PageToken::After(start)) => self.much_behind(start, limit).await?,
            (limit, PageToken::Before(end)) => self.much_before(end, limit.unwrap_or(i64::MAX)).await?,
        };
        if !self.query.is_paged {
            (fetched.next, fetched.prev) = (None, None);
        }
        Ok(fetched)
    }

    /// A page that one statement fetches.
    async fn behind<R: Record>(&self, start: Option<Place>, limit: i64) -> Result<Fetched<R>, StoreError> {
        let is_first = start.is_none();
        let (rows, has_more) = self.some(self.query.selection(start, limit + 1)).await?;
        let next = has_more.then(|| PageToken::After(self.end(&rows)));
        let prev = (!is_first).then(|| PageToken::Before(self.start(&rows)));
        Ok(Fetched { rows, rest: None, next, prev })
    }

    /// A page that one statement fetches in reverse.
    async fn before<R: Record>(&self, end: Option<Place>, limit: i64) -> Result<Fetched<R>, StoreError> {
        let is_last = end.is_none();
        let (mut rows, has_more) = self.some(self.query.reversed(self.order, end, limit + 1)).await?;
        rows.reverse();
        let next = if is_last { None } else { self.next::<R>(self.end(&rows)).await? };
        let prev = has_more.then(|| PageToken::Before(self.start(&rows)));
        Ok(Fetched { rows, rest: None, next, prev })
    }

    /// A page of more than a chunk. Its last row is looked up before the answer begins, so that the link to the next page is known: the
    /// page goes up to that row, whatever comes and goes while it is sent.
    async fn much_behind<R: Record>(&self, start: Option<Place>, limit: Option<i64>) -> Result<Fetched<R>, StoreError> {
        let is_first = start.is_none();
        let mut rest = self.rest(start, limit.unwrap_or(i64::MAX));
        let rows = rest.fetch().await?;
        let prev = (!is_first).then(|| PageToken::Before(self.start(&rows)));
        if rest.is_over() {
            return Ok(Fetched { rows, rest: None, next: None, prev });
        }
        let mut next = None;
        if let Some(limit) = limit.filter(|_| self.query.is_paged) {
            let ends = self.query.selection(self.end(&rows), 2).skipping(limit - CHUNK - 1);
            let ends: Vec<Stored<R>> = self.rows(ends).await?;
            if let [last, _] = ends.as_slice() {
                let last = place(&last.record, self.order);
                next = Some(PageToken::After(Some(last.clone())));
                rest.end_at(last);
            }
        }
        Ok(Fetched { rows, rest: Some(rest), next, prev })
    }

    /// A page of more than a chunk that ends at a place: it is sent from its beginning, which is looked up.
    async fn much_before<R: Record>(&self, end: Option<Place>, limit: i64) -> Result<Fetched<R>, StoreError> {
        let is_last = end.is_none();
        let reversed = |offset| self.query.reversed(self.order, end.clone(), 1).skipping(offset);
        let last: Vec<Stored<R>> = self.rows(reversed(0)).await?;
        let Some(last) = self.end(&last) else { return self.before(end, CHUNK).await };
        let outside: Vec<Stored<R>> = self.rows(reversed(limit)).await?;
        let mut rest = self.rest(self.end(&outside), i64::MAX);
        rest.end_at(last.clone());
        let rows = rest.fetch().await?;
        let next = if is_last { None } else { self.next::<R>(Some(last)).await? };
        let prev = (!outside.is_empty()).then(|| PageToken::Before(self.start(&rows)));
        let rest = (!rest.is_over()).then_some(rest);
        Ok(Fetched { rows, rest, next, prev })
    }

    /// The page behind a place, or else the first one, if it has rows.
    async fn next<R: Record>(&self, end: Option<Place>) -> Result<Option<PageToken>, StoreError> {
        let found: Vec<Stored<R>> = self.rows(self.query.selection(end.clone(), 1)).await?;
        Ok((!found.is_empty()).then_some(PageToken::After(end)))
    }

    /// The rows of a selection but the last one, which only tells that there are more.
    async fn some<R: Record>(&self, selection: Selection) -> Result<(Vec<Stored<R>>, bool), StoreError> {
        let limit = selection.limit() - 1;
        let mut rows = self.rows(selection).await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
        if has_more {
            rows.pop();
        }
        Ok((rows, has_more))
    }

    async fn rows<R: Record>(&self, selection: Selection) -> Result<Vec<Stored<R>>, StoreError> {
        rows(self.database, &selection).await
    }

    fn rest<R: Record>(&self, after: Option<Place>, limit: i64) -> Rest<R> {
        Rest::after(self.database, self.query, self.order, after, limit)
    }

    fn start<R: Record>(&self, rows: &[Stored<R>]) -> Option<Place> {
        rows.first().map(|row| place(&row.record, self.order))
    }

    fn end<R: Record>(&self, rows: &[Stored<R>]) -> Option<Place> {
        rows.last().map(|row| place(&row.record, self.order))
    }
}
