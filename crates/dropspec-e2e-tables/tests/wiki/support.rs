//! Starts the service on a new database.

use dropspec::db::{Database, HasDatabase};
use dropspec_e2e_tables::wiki::{Api, routes, tables};

#[macro_use]
#[path = "../../../../tests/service/support/backend.rs"]
mod backend;
#[path = "../support/running.rs"]
mod running;

pub(crate) use backend::Backend;
use running::Running;

/// The service: its operations have default bodies.
pub(crate) struct Service(Database);

impl Api for Service {}

impl HasDatabase for Service {
    fn database(&self) -> &Database {
        &self.0
    }
}

/// The wiki.
pub(crate) type Wiki = Running<Service>;

/// Starts the service, and returns its database as well.
pub(crate) async fn start(backend: Backend) -> (Wiki, Database) {
    let mut used = None;
    let service = |database: Database| Service(used.insert(database).clone());
    let running = Running::start(backend, tables::ALL, service, routes()).await;
    (running, used.unwrap())
}

/// Fills the table with pages `1` to `count`, of which each tenth has the title `Tenth`, and each hundredth is deleted.
pub(crate) async fn fill(database: &Database, backend: Backend, count: u32) {
    let (deleted, numbers) = match backend {
        Backend::Postgres => ("now()", format!("SELECT i FROM generate_series(1, {count}) i")),
        Backend::Sqlite => (
            "1",
            format!(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n"
            ),
        ),
    };
    let insert = format!(
        "INSERT INTO pages (slug, title, deleted_at)
         SELECT CAST(i AS text), CASE WHEN i % 10 = 0 THEN 'Tenth' ELSE 'Other' END, CASE WHEN i % 100 = 0 THEN {deleted} END
         FROM ({numbers}) AS numbers"
    );
    database.run_script(insert).await.unwrap();
    database.run_script("ANALYZE".to_owned()).await.unwrap();
}
