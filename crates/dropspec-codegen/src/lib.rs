#![doc = include_str!("../README.md")]

mod authentication;
#[cfg(feature = "client")]
mod check;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod commands;
mod contents;
mod crud;
mod error;
mod fields;
mod formats;
mod generated;
mod items;
mod mocks;
mod model;
mod operations;
mod rust;
mod schemas;
mod security;
mod serialization;
mod server;
mod tables;
mod types;

#[cfg(feature = "client")]
pub use check::{Supported, check};
#[cfg(feature = "client")]
pub use client::client;
#[cfg(feature = "client")]
pub use commands::commands;
pub use generated::Generated;
pub use mocks::mocks;
pub use server::server;
