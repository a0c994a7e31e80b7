//! What the tests share.

#[macro_use]
mod backend;
mod answer;
mod collector;
mod database;
mod line;
mod people;
mod pool;
mod postgres;
mod program;
mod proxy;
mod test_app;
mod wire;

pub(crate) use answer::{Answer, parameter, pointer};
pub(crate) use backend::Backend;
pub(crate) use collector::{Collected, Collector};
pub(crate) use database::{Database, execute_on, nothing_applied, versions};
pub(crate) use line::{Line, Passage};
pub(crate) use people::{person, person_with, person_without};
pub(crate) use pool::execute;
pub(crate) use program::{Logging, Program, Served};
pub(crate) use proxy::Proxy;
pub(crate) use test_app::TestApp;
pub(crate) use wire::Wire;
