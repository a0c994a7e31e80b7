//! What starts services on new databases.

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;
#[macro_use]
#[path = "../support/service.rs"]
mod service;

pub(crate) use common::Backend;
