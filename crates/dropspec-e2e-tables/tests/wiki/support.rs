//! Starts the service on a new database.

use dropspec::db::Database;

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;
#[macro_use]
#[path = "../support/service.rs"]
mod service;

pub(crate) use common::Backend;

service!(wiki);

/// The wiki.
pub(crate) type Wiki = common::Running<Service>;

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
