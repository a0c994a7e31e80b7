#![doc = include_str!("../README.md")]

mod authentication;
<<<<<<< HEAD
#[cfg(feature = "client")]
=======
mod check;
>>>>>>> main
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

<<<<<<< HEAD
#[cfg(feature = "client")]
=======
pub use check::{Supported, check};
>>>>>>> main
pub use client::client;
#[cfg(feature = "client")]
pub use commands::commands;
pub use generated::Generated;
pub use mocks::mocks;
pub use server::server;
