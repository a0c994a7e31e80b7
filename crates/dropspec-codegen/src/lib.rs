//! Generates Rust from OpenAPI documents.

mod generate;
pub mod lower;

pub use generate::{Generated, client, commands, mocks, server};
