//! Routes that answer their own names.

use std::net::SocketAddr;

use dropspec::server::{Server, StartError};
use dropspec::{Limits, Reply, Route};
use http::{Method, StatusCode};
use slog::{Discard, Logger, o};

/// A service that needs nothing.
#[derive(Debug)]
pub(crate) struct Nothing;

/// An operation that answers 204.
pub(crate) fn route(method: Method, path: &'static str) -> Route<Nothing> {
    Route {
        operation: "any",
        method,
        path,
        consumes: &[],
        produces: &[],
        pages: None,
        handler: |_, _| Box::pin(async { Ok(Reply::empty(StatusCode::NO_CONTENT)) }),
    }
}

/// A server on a port of its own.
pub(crate) fn start(routes: Vec<Route<Nothing>>) -> Result<Server<Nothing>, StartError> {
    start_on(([127, 0, 0, 1], 0).into(), routes)
}

/// A server on an address.
pub(crate) fn start_on(address: SocketAddr, routes: Vec<Route<Nothing>>) -> Result<Server<Nothing>, StartError> {
    Server::start(address, Nothing, routes, Limits::default(), &Logger::root(Discard, o!()))
}
