//! A table of ships, and databases that have it.

#[macro_use]
#[path = "../../../../../tests/service/support/backend.rs"]
mod backend;
mod database;
#[path = "../../../../../tests/service/support/postgres.rs"]
mod postgres;
mod rejection;
mod ship;
mod statements;
mod table;

pub(crate) use backend::Backend;
pub(crate) use database::TestDatabase;
pub(crate) use rejection::rejection;
pub(crate) use ship::{Class, Ship, ship};
pub(crate) use statements::Changes;
pub(crate) use table::SHIPS;
