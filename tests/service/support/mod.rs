//! Shared test support.

#[macro_use]
mod backend;
mod collector;
mod database;
mod faulty_proxy;
mod load_balancer;
mod people;
mod pgbouncer;
mod pool;
mod postgres;
mod program;
mod raw_connection;
mod response;
mod test_app;

pub(crate) use backend::Backend;
pub(crate) use collector::{CollectedSpan, Collector};
pub(crate) use database::{Database, execute_on, pending_migrations, versions};
pub(crate) use faulty_proxy::{FaultyProxy, ProxyState};
pub(crate) use load_balancer::LoadBalancer;
pub(crate) use people::{person, person_with, person_without};
pub(crate) use pgbouncer::PgBouncer;
pub(crate) use pool::execute;
pub(crate) use program::{LoggedServer, Program, RunningServer};
pub(crate) use raw_connection::RawConnection;
pub(crate) use response::{Response, parameter, pointer};
pub(crate) use test_app::TestApp;
