//! Pages of lists.

use super::estimate::EstimateQuery;
use super::etag::page_etag;
use super::fetch::{Fetch, Fetched};
use super::links::Links;
use super::listing::Listing;
use super::query::ListQuery;
use super::token::PageToken;
use super::total::{CountMode, Total};
use crate::Entity;
use crate::error::Error;
use crate::row::get;
use crate::storable::reject_unstorable_key;
use crate::store::{Database, StoreError};
use dropspec_http::Problem;

/// The result of a request for a list.
#[derive(Debug)]
pub enum ListOutcome<R: Entity> {
    /// A page of it.
    Page(Page<R>),
    /// The client has the page: 304.
    NotModified(Page<R>),
    /// The parameters are invalid: 400.
    Invalid(Problem),
}

/// A page of a list.
#[derive(Debug)]
pub struct Page<R: Entity> {
    /// The request.
    pub query: ListQuery,
    /// The rows.
    pub listing: Listing<R>,
    /// The links to adjacent pages.
    pub links: Links,
    /// The number of rows on all pages, if requested.
    pub total: Option<Total>,
    /// The entity tag of the page in its media type; `None` if the page is streamed.
    pub etag: Option<String>,
}

/// Fetches a page of the nested collection of a row: of the rows that refer to it, by a reference of the table.
///
/// # Errors
/// 404 when the row does not exist; as [`list`].
pub async fn list_within<R: Entity, P: Entity>(
    database: &Database,
    query: ListQuery,
    media_type: &str,
    (reference, parent): (usize, P::Key),
) -> Result<ListOutcome<R>, Error> {
    reject_unstorable_key::<P>(&parent)?;
    let column = R::TABLE.relations.references[reference].column;
    let query = query.within(column, P::key_value(&parent, 0).into_owned());
    let outcome = list::<R>(database, query, media_type).await?;
    // The rows show that it exists.
    if let ListOutcome::Page(page) | ListOutcome::NotModified(page) = &outcome
        && page.listing.whole().is_some_and(<[R]>::is_empty)
    {
        get::<P>(database, &parent).await?;
    }
    Ok(outcome)
}

/// The number of rows on all pages, if the request asks for it.
async fn total<R: Entity>(database: &Database, query: &ListQuery) -> Result<Option<Total>, StoreError> {
    let all = query.select(None, 0);
    match query.count {
        CountMode::None => Ok(None),
        CountMode::Exact => Ok(database.search(R::count(&all)).await?.pop().map(Total::exact)),
        CountMode::Estimated => Ok(database.search(EstimateQuery::new(all)).await?.pop()),
    }
}

/// Fetches a page of a list, for a response of a media type.
///
/// # Errors
/// When the database cannot be reached or a statement fails.
pub async fn list<R: Entity>(
    database: &Database,
    mut query: ListQuery,
    media_type: &str,
) -> Result<ListOutcome<R>, StoreError> {
    let order = query.select(None, 0).order().to_vec();
    let start = match query.check(&order) {
        Ok(start) => start,
        Err(problem) => return Ok(ListOutcome::Invalid(problem)),
    };
    let total = total::<R>(database, &query).await?;
    let Fetched { mut rows, rest, next, prev } = Fetch { database, query: &query, order: &order }.page(start).await?;
    if !query.expansion.is_empty() {
        let records = rows.iter_mut().map(|row| &mut row.record).collect();
        R::expand(database, records, &query.expansion).await?;
    }
    let reference = |token: PageToken| query.reference(&order, &token);
    let links = Links { next: next.map(reference), prev: prev.map(reference) };
    // Embedded rows have versions of their own.
    let is_tagged = query.is_tagged && rest.is_none() && query.expansion.is_empty();
    let etag = is_tagged.then(|| page_etag(&rows, media_type, query.fields.as_ref(), &links, total));
    let is_known = etag.as_ref().is_some_and(|etag| query.is_known(etag));
    let rows = rows.into_iter().map(|stored| stored.record).collect();
    let listing = Listing::new(rows, rest, query.fields.clone());
    let page = Page { query, listing, links, total, etag };
    Ok(if is_known { ListOutcome::NotModified(page) } else { ListOutcome::Page(page) })
}
