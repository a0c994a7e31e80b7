#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(feature = "client"),
    allow(dead_code, unused_imports, reason = "some of the parts that both have in common are for clients only")
)]

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
