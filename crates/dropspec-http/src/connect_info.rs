//! The connection of a request.

use std::net::SocketAddr;

/// The connection of a request and its id. A listener adds it to the request as an extension.
#[derive(Clone, Debug)]
pub struct ConnectInfo {
    /// The address of the client.
    pub peer: SocketAddr,
    /// The id of the request. The listener writes it into the header `X-Request-Id` of the response.
    pub request_id: String,
}
