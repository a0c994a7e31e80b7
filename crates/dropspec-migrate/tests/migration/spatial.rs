//! Points: columns and their spatial indexes that are added, renamed and dropped, with rows in the tables.

use dropspec_db::column_type::{Geography, Integer, Text, column_types};
use dropspec_db::{Column, Table};
use dropspec_migrate::{
    ColumnSnapshot, Dialect, GivenDefault, Index, Options, Plan, Rename, SchemaSnapshot, TableSnapshot, change,
    change_in_steps, create, schema_drift,
};
use serde_json::json;

use crate::support::TestDatabase;

on_both_databases!(
    a_point_is_added_and_dropped,
    a_point_follows_what_is_renamed,
    a_table_that_is_rebuilt_keeps_its_index,
    rows_are_changed_and_deleted_by_their_distance,
    tables_with_points_come_and_go,
    what_is_no_point_is_not_stored,
);

fn location() -> ColumnSnapshot {
    let geography = column_types().iter().find(|known| known.name() == "geography").unwrap();
    ColumnSnapshot::new("location", *geography)
}

/// Places with these columns, and a spatial index of the points.
fn places(name: &str, columns: &[ColumnSnapshot]) -> SchemaSnapshot {
    let mut all = vec![ColumnSnapshot::new("id", &Integer)];
    all.extend_from_slice(columns);
    let points = all.iter().filter(|column| column.column_type.0.name() == "geography");
    let indexes = points.map(|column| Index::spatial(&column.name)).collect();
    let places =
        TableSnapshot { name: name.to_owned(), key: "id".to_owned(), columns: all, indexes, foreign_keys: Vec::new() };
    SchemaSnapshot { tables: vec![places] }
}

/// Changes a database from one schema to the next.
async fn migrate(
    database: &TestDatabase,
    dialect: Dialect,
    from: &SchemaSnapshot,
    to: &SchemaSnapshot,
    options: &Options,
) {
    let plan = Plan::new(from, to, options).unwrap();
    let (up, down) = (change(&plan, dialect), change(&plan.reverse(), dialect));
    for (sql, schema) in [(&up, to), (&down, from), (&up, to)] {
        database.run(sql).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
        assert_eq!(schema_drift(&database.database, schema).await.unwrap(), [], "{sql}");
    }
}

async fn insert(database: &TestDatabase, dialect: Dialect, rows: &[(u32, f64, f64)]) {
    for (id, latitude, longitude) in rows {
        let point = location().column_type.0.literal(&json!({ "latitude": latitude, "longitude": longitude }), dialect);
        let point = point.unwrap();
        database.run(&format!("INSERT INTO places (id, location) VALUES ({id}, {point})")).await.unwrap();
    }
}

/// The ids of the places near the equator at the antimeridian.
async fn near(database: &TestDatabase, dialect: Dialect, table: &str, column: &str) -> Vec<String> {
    let query = match dialect {
        Dialect::Postgres => format!(
            "SELECT id::text AS line FROM {table} WHERE ST_DWithin({column}, ST_MakePoint(180, 0)::geography, 1000) ORDER BY id"
        ),
        Dialect::Sqlite => format!(
            "SELECT CAST(key AS TEXT) AS line FROM {table}_{column}_near \
             WHERE geodesic_distance(latitude, longitude, 0.0, 180.0) <= 1000.0 AND max_x <= -6370000.0 ORDER BY key"
        ),
    };
    database.lines(&query).await
}

async fn a_point_is_added_and_dropped(dialect: Dialect) {
    let (without, with) = (places("places", &[]), places("places", &[location()]));
    let database = TestDatabase::new(dialect);
    database.run(&create(&without, dialect)).await.unwrap();
    database.run("INSERT INTO places (id) VALUES (1)").await.unwrap();
    let default = GivenDefault { column: "location".to_owned(), value: "0.001,-179.999".to_owned() };
    let options = Options { defaults: vec![default], ..Options::default() };
    migrate(&database, dialect, &without, &with, &options).await;
    insert(&database, dialect, &[(2, 1.0, 2.0)]).await;
    assert_eq!(near(&database, dialect, "places", "location").await, ["1"]);
    let options = Options { allow_data_loss: true, ..Options::default() };
    let plan = Plan::new(&with, &without, &options).unwrap();
    database.run(&change(&plan, dialect)).await.unwrap();
    assert_eq!(schema_drift(&database.database, &without).await.unwrap(), []);
    database.run("INSERT INTO places (id) VALUES (3)").await.unwrap();
}

async fn a_point_follows_what_is_renamed(dialect: Dialect) {
    let from = places("places", &[location()]);
    let to = places("sights", &[ColumnSnapshot { name: "spot".to_owned(), ..location() }]);
    let database = TestDatabase::new(dialect);
    database.run(&create(&from, dialect)).await.unwrap();
    insert(&database, dialect, &[(1, 0.0, 180.0), (2, 0.0, 179.0), (3, 0.0, -179.9999)]).await;
    let renames = vec![
        Rename { old: "places".to_owned(), new: "sights".to_owned() },
        Rename { old: "places.location".to_owned(), new: "spot".to_owned() },
    ];
    migrate(&database, dialect, &from, &to, &Options { renames, ..Options::default() }).await;
    assert_eq!(near(&database, dialect, "sights", "spot").await, ["1", "3"]);
    database.run("DELETE FROM sights WHERE id = 3").await.unwrap();
    assert_eq!(near(&database, dialect, "sights", "spot").await, ["1"]);
}

async fn a_table_that_is_rebuilt_keeps_its_index(dialect: Dialect) {
    let from = places("places", &[location(), ColumnSnapshot::new("name", &Text).or_null()]);
    let named = ColumnSnapshot { default: Some(json!("none")), ..ColumnSnapshot::new("name", &Text) };
    let to = places("places", &[location(), named]);
    let database = TestDatabase::new(dialect);
    database.run(&create(&from, dialect)).await.unwrap();
    insert(&database, dialect, &[(1, 0.0, 180.0), (2, 0.0, 179.0)]).await;
    migrate(&database, dialect, &from, &to, &Options::default()).await;
    insert(&database, dialect, &[(3, 0.0, 180.0)]).await;
    assert_eq!(near(&database, dialect, "places", "location").await, ["1", "3"]);
}

/// The triggers write to the index that the statement reads.
async fn rows_are_changed_and_deleted_by_their_distance(dialect: Dialect) {
    let database = TestDatabase::new(dialect);
    database.run(&create(&places("places", &[location()]), dialect)).await.unwrap();
    let rows: Vec<_> = (0..200).map(|id| (id, f64::from(id) / 100_000.0, 180.0)).collect();
    insert(&database, dialect, &rows).await;
    let condition = match dialect {
        Dialect::Postgres => "ST_DWithin(location, ST_MakePoint(180, 0)::geography, 1000)",
        Dialect::Sqlite => {
            "id IN (SELECT near.key FROM places_location_near AS near WHERE near.max_x >= -6378200.0 \
             AND geodesic_distance(near.latitude, near.longitude, 0.0, 180.0) <= 1000.0)"
        }
    };
    let north = location().column_type.0.literal(&json!({ "latitude": 0.001, "longitude": 180 }), dialect).unwrap();
    database.run(&format!("UPDATE places SET location = {north} WHERE {condition}")).await.unwrap();
    assert_eq!(near(&database, dialect, "places", "location").await.len(), 200);
    database.run(&format!("DELETE FROM places WHERE {condition}")).await.unwrap();
    assert_eq!(near(&database, dialect, "places", "location").await, [""; 0]);
}

async fn tables_with_points_come_and_go(dialect: Dialect) {
    let (nothing, with) = (SchemaSnapshot::default(), places("places", &[location().or_null()]));
    let database = TestDatabase::new(dialect);
    migrate(&database, dialect, &nothing, &with, &Options::default()).await;
    insert(&database, dialect, &[(1, 0.0, 180.0)]).await;
    database.run("INSERT INTO places (id, location) VALUES (2, NULL)").await.unwrap();
    database.run("UPDATE places SET location = NULL WHERE id = 1").await.unwrap();
    assert_eq!(near(&database, dialect, "places", "location").await, [""; 0]);
}

async fn what_is_no_point_is_not_stored(dialect: Dialect) {
    let database = TestDatabase::new(dialect);
    database.run(&create(&places("places", &[location()]), dialect)).await.unwrap();
    let values = match dialect {
        Dialect::Postgres => ["'POINT(a b)'", "'LINESTRING(0 0,1 1)'", "NULL", "'SRID=3857;POINT(0 0)'"],
        Dialect::Sqlite => ["'{}'", "'{\"latitude\":91,\"longitude\":0}'", "NULL", "'[1, 2]'"],
    };
    for value in values {
        let outcome = database.run(&format!("INSERT INTO places (id, location) VALUES (1, {value})")).await;
        assert!(outcome.is_err(), "{value}");
    }
}

#[test]
fn indexes_of_tables_in_use_are_built_concurrently() {
    let (from, to) = (places("places", &[]), places("places", &[location().or_null()]));
    let plan = Plan::new(&from, &to, &Options::default()).unwrap();
    insta::assert_snapshot!(change_in_steps(&plan).unwrap(), @r"
    -- If the role that migrates may not create extensions, an administrator has to do it in this database first.
    CREATE EXTENSION IF NOT EXISTS postgis;

    ALTER TABLE places ADD COLUMN location geography(Point,4326);

    CREATE INDEX CONCURRENTLY places_location_near ON places USING gist (location);
    ");
}

#[test]
fn a_snapshot_has_the_same_names_as_others_whatever_the_document_calls_the_properties() {
    static SPOT: Geography = Geography { latitude: "lat", longitude: "lng" };
    static TABLE: Table = Table {
        name: "places",
        schema: "Place",
        description: "",
        path: "/places",
        columns: &[
            Column::new("id", &Integer),
            Column { default: Some(r#"{"lng":18.5,"lat":59.25}"#), ..Column::new("spot", &SPOT) },
        ],
        key: 0,
        relations: dropspec_db::Relations::NONE,
        searches: &[],
        search: &[],
    };
    let table = TableSnapshot::of(&TABLE);
    assert_eq!(table.column("spot").unwrap().default, Some(json!({ "latitude": 59.25, "longitude": 18.5 })));
    assert_eq!(table.indexes, [Index::spatial("spot")]);
    let text = serde_json::to_string(&table).unwrap();
    assert!(text.contains(r#""indexes":[{"spatial":["spot"]}]"#), "{text}");
    assert_eq!(serde_json::from_str::<TableSnapshot>(&text).unwrap(), table);
}
