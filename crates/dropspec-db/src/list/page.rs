//! A page of a list, as it comes from the database.

use super::fetch::{Fetch, Fetched};
use super::links::Links;
use super::listing::Listing;
use super::query::ListQuery;
use super::tag::tag;
use super::token::PageToken;
use crate::Record;
use crate::store::{Database, StoreError};
use dropspec_http::Problem;

/// What becomes of the request for a list.
#[derive(Debug)]
pub enum ListOutcome<R: Record> {
    /// A page of it.
    Page(Page<R>),
    /// The client has the page already: 304.
    NotModified(Page<R>),
    /// The parameters do not fit: 400.
    Invalid(Problem),
}

/// A page of a list.
#[derive(Debug)]
pub struct Page<R: Record> {
    /// What was asked for.
    pub query: ListQuery,
    /// The rows.
    pub listing: Listing<R>,
    /// Where the pages before and behind it are.
    pub links: Links,
    /// How many rows there are on all pages, if that is asked for.
    pub total: Option<i64>,
    /// The entity tag of the page in the media type that it is answered in; none if it is so large that it is sent while it is fetched.
    pub etag: Option<String>,
}

/// Fetches a page of a list, to be answered in a media type.
///
/// # Errors
/// When the database cannot be reached or a statement fails.
pub async fn list<R: Record>(
    database: &Database,
    mut query: ListQuery,
    media_type: &str,
) -> Result<ListOutcome<R>, StoreError> {
    let order = query.selection(None, 0).order().to_vec();
    let start = match query.check(&order) {
        Ok(start) => start,
        Err(problem) => return Ok(ListOutcome::Invalid(problem)),
    };
    let total = if query.count { database.read(R::count(&query.selection(None, 0))).await?.pop() } else { None };
    let Fetched { rows, rest, next, prev } = Fetch { database, query: &query, order: &order }.page(start).await?;
    let reference = |token: PageToken| query.reference(&order, &token);
    let links = Links { next: next.map(reference), prev: prev.map(reference) };
    let is_tagged = query.is_tagged && rest.is_none();
    let etag = is_tagged.then(|| tag(&rows, media_type, query.fields.as_ref(), &links, total));
    let is_known = etag.as_ref().is_some_and(|etag| query.is_known(etag));
    let rows = rows.into_iter().map(|stored| stored.record).collect();
    let listing = Listing::new(rows, rest, query.fields.clone());
    let page = Page { query, listing, links, total, etag };
    Ok(if is_known { ListOutcome::NotModified(page) } else { ListOutcome::Page(page) })
}
