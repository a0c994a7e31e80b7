//! Statements by hand: who was near whom.

use diesel::QueryableByName;
use diesel::sql_types::Text;
use dropspec::db::{Database, Query};
use dropspec::migrate::{SchemaSnapshot, Severity, drift_message, schema_drift};
use dropspec_e2e_tables::places::tables;

use super::support::{Backend, place, start_with_database};

on_both_databases!(places_near_another_are_found_by_one_statement, drift_of_the_index_is_reported);

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    name: String,
}

fn query(sql: &'static str) -> impl Query<Found> {
    diesel::sql_query(sql)
}

const POSTGRES: &str = "SELECT b.name FROM places a JOIN places b ON ST_DWithin(a.location, b.location, 100.0) \
                        WHERE a.name = 'fiji' AND b.name <> a.name ORDER BY b.name";

const SQLITE: &str = "
SELECT r.key AS name
FROM (SELECT name, location ->> 'latitude' AS latitude, location ->> 'longitude' AS longitude FROM places WHERE name = 'fiji') AS a
CROSS JOIN places_location_near AS r
    ON r.max_x >= earth_x(a.latitude, a.longitude) - 100.0 AND r.min_x <= earth_x(a.latitude, a.longitude) + 100.0
    AND r.max_y >= earth_y(a.latitude, a.longitude) - 100.0 AND r.min_y <= earth_y(a.latitude, a.longitude) + 100.0
    AND r.max_z >= earth_z(a.latitude) - 100.0 AND r.min_z <= earth_z(a.latitude) + 100.0
    AND geodesic_distance(a.latitude, a.longitude, r.latitude, r.longitude) <= 100.0
WHERE r.key <> a.name
ORDER BY r.key";

async fn places_near_another_are_found_by_one_statement(backend: Backend) {
    let (service, database) = start_with_database(backend).await;
    for (name, longitude) in [("fiji", 180.0), ("east", -179.9992), ("far", -179.99), ("west", 179.9992)] {
        service.post("/places", place(name, -16.5, longitude)).await;
    }
    let sql = if matches!(database, Database::Sqlite(_)) { SQLITE } else { POSTGRES };
    let found = database.read(query(sql)).await.unwrap();
    assert_eq!(found.into_iter().map(|found| found.name).collect::<Vec<_>>(), ["east", "west"]);
}

async fn drift_of_the_index_is_reported(backend: Backend) {
    let (_service, database) = start_with_database(backend).await;
    let snapshot = SchemaSnapshot::of(tables::ALL);
    let drift = async || drift_message(&schema_drift(&database, &snapshot).await.unwrap(), Severity::Info);
    assert_eq!(drift().await, None);
    let drop = match &database {
        Database::Postgres(_) => "DROP INDEX places_location_near; CREATE INDEX other ON places (location);",
        Database::Sqlite(_) => "DROP TRIGGER places_location_near_delete;",
    };
    database.run_script(drop.to_owned()).await.unwrap();
    let message = drift().await.unwrap();
    assert!(message.contains("places lacks the spatial index places_location_near on (location)"), "{message}");
}
