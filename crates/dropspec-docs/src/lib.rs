#![doc = include_str!("../README.md")]

mod accept_encoding;
mod asset;
mod headers;
mod page;
mod root;

pub use page::routes;
pub use root::root;
