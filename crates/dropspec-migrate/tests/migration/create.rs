//! Tables as they are made.

use diesel::prelude::*;
use dropspec_db::column_type::{Timestamp, UuidValue};
use dropspec_db::internal_tables::{idempotency_keys, imports};
use dropspec_migrate::{Dialect, SchemaSnapshot, create};
use insta::assert_snapshot;

use crate::support::{SHIPS, TestDatabase};

on_both_databases!(valid_values_are_stored_and_invalid_ones_rejected, the_engine_has_its_own_tables);

/// The statements for the table of ships alone.
fn ships(dialect: Dialect) -> String {
    let mut layout = SchemaSnapshot::of(&[&SHIPS]);
    layout.tables.retain(|table| table.name == "ships");
    create(&layout, dialect)
}

#[test]
fn a_layout_can_be_read_by_people_and_by_the_program() {
    let layout = SchemaSnapshot::of(&[&SHIPS]);
    let text = serde_json::to_string_pretty(&layout.table("ships")).unwrap();
    assert_snapshot!(text);
    assert_eq!(serde_json::from_str::<SchemaSnapshot>(&serde_json::to_string(&layout).unwrap()).unwrap(), layout);
}

#[test]
fn a_table_of_postgresql() {
    assert_snapshot!(ships(Dialect::Postgres));
}

#[test]
fn a_table_of_sqlite() {
    assert_snapshot!(ships(Dialect::Sqlite));
}

/// The tests of the crate below cannot use this one to create their tables.
#[test]
fn the_tables_of_the_storage_tests_are_up_to_date() {
    let schema = SchemaSnapshot::of(&[&crate::storage::SHIPS]);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../dropspec-db/tests/table/support");
    for (dialect, name) in [(Dialect::Postgres, "postgres"), (Dialect::Sqlite, "sqlite")] {
        let file = format!("{folder}/ships.{name}.sql");
        let statements = create(&schema, dialect);
        assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), statements, "{file}");
    }
}

async fn valid_values_are_stored_and_invalid_ones_rejected(dialect: Dialect) {
    let database = TestDatabase::new(dialect);
    database.run(&ships(dialect)).await.unwrap();
    let insert = |id: u8, column: &str, value: &str| {
        let id = match dialect {
            Dialect::Postgres => format!("'00000000-0000-0000-0000-0000000000{id:02}'"),
            Dialect::Sqlite => format!("x'000000000000000000000000000000{id:02}'"),
        };
        let mut values = vec![("id", id.as_str()), ("name", "'Vasa'"), ("masts", "3"), ("draught", "4.8")];
        values.retain(|(name, _)| *name != column);
        values.push((column, value));
        let (names, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
        format!("INSERT INTO ships ({}) VALUES ({})", names.join(", "), values.join(", "))
    };
    let good = [
        ("name", "'Ä'"),
        ("name", "'ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ'"),
        ("masts", "1"),
        ("masts", "9"),
        ("draught", "99.5"),
        ("rig", "'captain''s gig'"),
        ("launched", "'1628-08-10'"),
        ("launched", "NULL"),
        ("tonnage", "9223372036854775807"),
        ("\"order\"", "'{\"a\": [1]}'"),
    ];
    for (id, (column, value)) in good.into_iter().enumerate() {
        database.run(&insert(id as u8, column, value)).await.unwrap();
    }
    let bad = [
        ("name", "''", "ships_name_min_length"),
        ("name", "'ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ'", "ships_name_max_length"),
        ("name", "NULL", "name"),
        ("masts", "0", "ships_masts_minimum"),
        ("masts", "10", "ships_masts_exclusive_maximum"),
        ("draught", "0", "ships_draught_exclusive_minimum"),
        ("draught", "99.6", "ships_draught_maximum"),
        ("rig", "'sloop'", "ships_rig_enum"),
        ("launched", "'1628-08-32'", if dialect == Dialect::Sqlite { "ships_launched_date" } else { "1628-08-32" }),
        ("\"order\"", "'{'", "json"),
    ];
    let of_sqlite = [
        ("sunk", "2", "ships_sunk_boolean"),
        ("masts", "9000000000", "ships_masts_integer"),
        ("id", "x'00'", "ships_id_uuid"),
        ("launched", "'soon'", "ships_launched_date"),
        ("draught", "9e999", "ships_draught_finite"),
        ("tonnage", "'much'", "INTEGER"),
    ];
    let of_postgres = [("draught", "'NaN'", "ships_draught_"), ("draught", "'-Infinity'", "ships_draught_")];
    let more = if dialect == Dialect::Sqlite { &of_sqlite[..] } else { &of_postgres };
    for (column, value, message) in bad.iter().chain(more) {
        let error = database.run(&insert(99, column, value)).await.unwrap_err();
        assert!(error.contains(message), "{column} = {value}: {error}");
    }
    let stored = database.lines("SELECT CAST(count(*) AS text) AS line FROM ships WHERE version = 1").await;
    assert_eq!(stored, [good.len().to_string()]);
}

/// The `table!` beside the layout says the same.
async fn the_engine_has_its_own_tables(dialect: Dialect) {
    let database = TestDatabase::new(dialect);
    database.run(&create(&SchemaSnapshot::of(&[]), dialect)).await.unwrap();
    let timestamp = Timestamp("1912-04-15T02:20:00Z".parse().unwrap());
    let key = (
        idempotency_keys::key.eq("once"),
        idempotency_keys::fingerprint.eq(vec![0_u8, 255]),
        idempotency_keys::answer.eq("{}"),
        idempotency_keys::created.eq(timestamp),
    );
    let database = &database.database;
    let insert = || diesel::insert_into(idempotency_keys::table).values(key.clone());
    database.execute(insert).await.unwrap();
    let select = idempotency_keys::table.select((idempotency_keys::answer, idempotency_keys::created));
    let found: Vec<(String, Timestamp)> = database.read(select).await.unwrap();
    assert_eq!(found, [("{}".to_owned(), timestamp)]);

    let import = (
        imports::id.eq(UuidValue::now_v7()),
        imports::target.eq("ships"),
        imports::file.eq("ships.csv"),
        imports::sha256.eq(vec![1_u8; 32]),
        imports::stored.eq(887_i64),
        imports::rejected.eq(0_i64),
        imports::started.eq(timestamp),
        imports::took.eq(20_i64),
    );
    let insert = || diesel::insert_into(imports::table).values(import.clone());
    database.execute(insert).await.unwrap();
    let again = imports::table.filter(imports::sha256.eq(vec![1_u8; 32])).select((imports::stored, imports::who));
    let found: Vec<(i64, Option<String>)> = database.read(again).await.unwrap();
    assert_eq!(found, [(887, None)]);
}
