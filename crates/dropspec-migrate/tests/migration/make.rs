//! Migrations as files.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use dropspec_http::chain;
use dropspec_migrate::{
    Dialect, GeneratedMigration, Index, MakeError, Options, Rule, SchemaSnapshot, TableSnapshot, create, make,
};

use crate::support::SHIPS;

fn noon() -> SystemTime {
    "2026-11-21T12:00:00.7Z".parse::<DateTime<Utc>>().unwrap().into()
}

/// The table of ships, whose names may have so many characters.
fn ships(longest_name: u64) -> SchemaSnapshot {
    let mut layout = SchemaSnapshot::of(&[&SHIPS]);
    let name = table(&mut layout).columns.iter_mut().find(|column| column.name == "name").unwrap();
    name.rules = vec![Rule::MaxLength(longest_name)];
    layout
}

fn table(layout: &mut SchemaSnapshot) -> &mut TableSnapshot {
    layout.tables.iter_mut().find(|table| table.name == "ships").unwrap()
}

fn made(folder: &Path, name: &str, layout: &SchemaSnapshot) -> Option<GeneratedMigration> {
    make(folder, name, layout, &Options::default(), noon()).unwrap()
}

fn folders(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for kind in ["postgres", "sqlite"] {
        let entries = fs::read_dir(folder.join(kind)).into_iter().flatten();
        names.extend(entries.map(|entry| format!("{kind}/{}", entry.unwrap().file_name().to_str().unwrap())));
    }
    names.sort();
    names
}

#[test]
fn the_first_makes_the_tables_and_the_next_changes_them() {
    let folder = tempfile::tempdir().unwrap();
    let first = made(folder.path(), "Create: the Ships!", &ships(20)).unwrap();
    assert_eq!(
        folders(folder.path()),
        ["postgres", "sqlite"].map(|kind| format!("{kind}/2026-11-21-120000_create_the_ships"))
    );
    assert_eq!(
        first.summary,
        ["dropspec_api_keys", "dropspec_idempotency_keys", "dropspec_imports", "ships"]
            .map(|table| format!("creates table {table}"))
    );
    let up = fs::read_to_string(first.folders[0].join("up.sql")).unwrap();
    assert_eq!(up, create(&ships(20), Dialect::Postgres));
    let down = fs::read_to_string(first.folders[1].join("down.sql")).unwrap();
    let tables = ["ships", "dropspec_imports", "dropspec_idempotency_keys", "dropspec_api_keys"];
    assert_eq!(down, tables.map(|table| format!("DROP TABLE {table};\n")).join("\n"));
    let layout = fs::read_to_string(first.folders[1].join("schema.json")).unwrap();
    assert_eq!(serde_json::from_str::<SchemaSnapshot>(&layout).unwrap(), ships(20));

    assert_eq!(made(folder.path(), "again", &ships(20)), None);

    // In the same second, and later in the order of versions all the same.
    let mut to = ships(30);
    table(&mut to).indexes.push(Index::new(&["masts", "id"]));
    let second = made(folder.path(), "longer_names", &to).unwrap();
    assert!(second.folders[0].ends_with("postgres/2026-11-21-120001_longer_names"), "{second:?}");
    assert_eq!(
        second.summary,
        ["restricts ships.name to 30 characters or less", "creates an index on ships(masts, id)"]
    );
    let up = fs::read_to_string(second.folders[0].join("up.sql")).unwrap();
    let replaced = "ALTER TABLE ships DROP CONSTRAINT ships_name_max_length, ADD CONSTRAINT ships_name_max_length";
    assert!(up.starts_with(replaced), "{up}");
    assert!(up.contains("CREATE INDEX CONCURRENTLY ships_masts_id_idx"), "{up}");
    let metadata = |place: usize| fs::read_to_string(second.folders[place].join("metadata.toml"));
    assert!(metadata(0).unwrap().ends_with("\nrun_in_transaction = false\n"));
    assert!(metadata(1).is_err(), "migrations of SQLite are transactions");
    assert_eq!(made(folder.path(), "again", &to), None);
}

#[test]
fn the_order_of_properties_is_no_change() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), "first", &ships(20)).unwrap();
    let mut layout = ships(20);
    table(&mut layout).columns.reverse();
    table(&mut layout).indexes.reverse();
    assert_eq!(made(folder.path(), "again", &layout), None);
}

#[test]
fn a_rejected_migration_leaves_no_files() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), "first", &ships(20)).unwrap();
    let before = folders(folder.path());
    let make = |name: &str, layout: &SchemaSnapshot| {
        make(folder.path(), name, layout, &Options::default(), noon()).unwrap_err()
    };
    assert!(matches!(make("drop", &SchemaSnapshot::of(&[])), MakeError::Rejection(_)));
    let message = "invalid migration name `?!`: use letters and digits";
    assert_eq!(make("?!", &ships(30)).to_string(), message);
    assert_eq!(folders(folder.path()), before);
    // A file where the folder of the second database is to be.
    fs::remove_dir_all(folder.path().join("sqlite")).unwrap();
    fs::remove_dir_all(folder.path().join("postgres")).unwrap();
    fs::write(folder.path().join("sqlite"), "").unwrap();
    let error = make("second", &ships(30));
    assert!(matches!(error, MakeError::Io { .. }), "{error}");
    assert_eq!(folders(folder.path()), <[&str; 0]>::default());
}

#[test]
fn migrations_without_snapshots_or_with_different_ones_are_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let first = made(folder.path(), "first", &ships(20)).unwrap();
    let layouts: Vec<_> = first.folders.iter().map(|folder| folder.join("schema.json")).collect();
    let make = || {
        make(folder.path(), "next", &ships(30), &Options::default(), noon()).map_err(|error| chain(&error)).unwrap_err()
    };
    let at = |kind: &str| folder.path().join(kind).display().to_string();

    fs::write(&layouts[1], serde_json::to_string(&ships(21)).unwrap()).unwrap();
    let apart = format!("the newest snapshots of {} and {} differ", at("postgres"), at("sqlite"));
    assert!(make().starts_with(&apart), "{}", make());

    fs::write(&layouts[0], "{").unwrap();
    assert!(make().starts_with(&format!("cannot read {}: ", layouts[0].display())), "{}", make());

    fs::remove_file(&layouts[0]).unwrap();
    assert!(make().starts_with(&format!("no migration in {} has a schema.json", at("postgres"))), "{}", make());
}
