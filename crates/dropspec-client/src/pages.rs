//! Lists in pages.

use futures_util::stream::{self, TryStreamExt};
use futures_util::{Stream, future};
use reqwest::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::connection::Connection;
use crate::error::{Error, RequestError};
use crate::operation::Operation;
use crate::request::Request;
use crate::response::Response;

/// The parameter with the token of a page.
const PAGE_TOKEN: &str = "page_token";

/// The pages of a list operation. Each is requested when the previous one has been consumed. `read` reads responses that are no page.
pub fn pages<'c, T, E, O, F, P>(
    connection: &'c Connection,
    operation: &'static Operation,
    media_type: &'static str,
    parameters: P,
    read: fn(Response) -> F,
) -> impl Stream<Item = Result<Vec<T>, Error<E>>> + 'c
where
    T: DeserializeOwned + 'c,
    E: 'c,
    O: 'c,
    F: Future<Output = Result<O, Error<E>>> + 'c,
    P: Serialize,
{
    let parameters = match serde_json::to_value(parameters) {
        Ok(Value::Object(values)) => Ok(values),
        Ok(_) => Ok(Map::new()),
        Err(error) => Err(RequestError::from(error)),
    };
    stream::try_unfold(Some(parameters), move |state| async move {
        let Some(parameters) = state else { return Ok(None) };
        let mut parameters = parameters?;
        let response = Request::new(connection, operation).values(&parameters)?.accept(Some(media_type)).send().await?;
        if response.status() != StatusCode::OK {
            return match read(response).await {
                Ok(_) => Ok(None),
                Err(error) => Err(error),
            };
        }
        let next = response.next_page_token();
        let page = response.json().await?;
        let next = next.map(|token| {
            parameters.insert(PAGE_TOKEN.to_owned(), Value::String(token));
            Ok(parameters)
        });
        Ok(Some((page, next)))
    })
}

/// The items of pages.
pub fn items<T, E>(pages: impl Stream<Item = Result<Vec<T>, Error<E>>>) -> impl Stream<Item = Result<T, Error<E>>> {
    pages.and_then(|page| future::ok(stream::iter(page.into_iter().map(Ok)))).try_flatten()
}
