//! A table of ships, and databases that have it.

#[macro_use]
mod database;
#[path = "../../../../../tests/service/support/postgres.rs"]
mod postgres;
mod ship;
mod statements;

pub(crate) use database::{Backend, TestDatabase};
pub(crate) use ship::{Class, SHIPS, Ship, ship};
pub(crate) use statements::Changes;
