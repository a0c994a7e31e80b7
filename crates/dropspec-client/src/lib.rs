#![doc = include_str!("../README.md")]

mod binary;
#[cfg(feature = "command-line")]
pub mod command_line;
mod connection;
mod content;
mod credential;
mod error;
mod form;
mod header;
mod multipart;
mod operation;
mod pages;
mod present;
mod problem;
mod request;
mod response;
mod style;
mod transport;
#[cfg(feature = "upstream")]
pub mod upstream;

pub use binary::Binary;
pub use bytes::Bytes;
pub use connection::Connection;
pub use content::{Content, TypedBody};
pub use credential::Scheme;
pub use error::{Error, ErrorResponse, RequestError};
pub use form::Field;
pub use futures_util::Stream;
pub use operation::{Explode, Location, Operation, Parameter, Serialization, Style};
pub use pages::{items, pages};
pub use present::present;
pub use request::Request;
pub use reqwest::{self, Body, StatusCode};
pub use response::Response;
pub use transport::{Transport, TransportError, TransportFailure};
