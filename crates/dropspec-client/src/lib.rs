#![doc = include_str!("../README.md")]

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
mod problem;
mod request;
mod response;
mod transport;
#[cfg(feature = "upstream")]
pub mod upstream;

pub use bytes::Bytes;
pub use connection::Connection;
pub use content::{Content, TypedBody};
pub use credential::Scheme;
pub use dropspec_wire::{
    Binary, Explode, Serialization, StringEnum, Style, UnknownVariant, any_variant, discriminator, present,
    string_enum, variant,
};
pub use error::{Error, ErrorResponse, RequestError};
pub use form::Field;
pub use futures_util::Stream;
pub use operation::{Location, Operation, Parameter};
pub use pages::{items, pages};
pub use request::Request;
pub use reqwest::{self, Body, StatusCode};
pub use response::Response;
pub use transport::{Transport, TransportError, TransportFailure};
