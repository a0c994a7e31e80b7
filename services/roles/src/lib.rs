//! A page that shows a random role of a game, and the four services that it asks.
//!
//! Each service has a document, from which its module `api` is generated.

pub mod description;
pub mod moves;
pub mod page;
pub mod role;
mod service;
pub mod stat;
