#![doc = include_str!("../README.md")]

mod authentication;
mod client;
mod collisions;
mod commands;
mod contents;
mod contract;
mod crud;
mod error;
mod fields;
mod items;
pub mod lower;
mod mocks;
mod operations;
mod panics;
mod rust;
mod schemas;
mod security;
mod server;
mod tables;
mod type_names;
mod types;

pub use client::client;
pub use commands::commands;
pub use mocks::mocks;
pub use server::{Generated, server};
