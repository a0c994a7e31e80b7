//! Shared test support.

#[macro_use]
mod backend;
mod cluster;
mod collector;
mod database;
mod faulty_proxy;
mod ledger;
mod load_balancer;
mod lock;
mod people;
mod pgbouncer;
mod pool;
mod postgres;
mod program;
mod raw_connection;
mod response;
mod test_app;
mod write;

pub(crate) use backend::Backend;
pub(crate) use cluster::Cluster;
pub(crate) use collector::{CollectedSpan, Collector};
pub(crate) use database::{Database, execute_on, migrate, pending_migrations, sqlite_connection, versions};
pub(crate) use faulty_proxy::{FaultyProxy, ProxyState};
pub(crate) use ledger::{Ledger, Outcome, Writer, names};
pub(crate) use load_balancer::LoadBalancer;
pub(crate) use lock::Lock;
pub(crate) use people::{person, person_with, person_without};
pub(crate) use pgbouncer::PgBouncer;
pub(crate) use pool::execute;
pub(crate) use program::{LoggedServer, Program, RunningServer};
pub(crate) use raw_connection::RawConnection;
pub(crate) use response::{Response, parameter, pointer};
pub(crate) use test_app::TestApp;
pub(crate) use write::{Write, WriteKind};
