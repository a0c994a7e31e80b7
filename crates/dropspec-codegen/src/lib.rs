#![doc = include_str!("../README.md")]

mod authentication;
mod check;
mod client;
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

pub use check::{Supported, check};
pub use client::client;
pub use commands::commands;
pub use generated::Generated;
pub use mocks::mocks;
pub use server::server;
