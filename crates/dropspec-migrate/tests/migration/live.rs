//! Databases that are not as the document describes them.

use dropspec_migrate::Severity::{self, Error, Info, Warning};
use dropspec_migrate::{Dialect, SchemaSnapshot, create, schema_drift};

use crate::support::{SHIPS, TestDatabase};

on_both_databases!(
    a_database_that_was_made_from_a_layout_is_as_it_says,
    all_that_is_different_is_said,
    what_is_more_than_asked_for_is_harmless,
);

async fn found(database: &TestDatabase) -> Vec<(Severity, String)> {
    let found = schema_drift(&database.database, &SchemaSnapshot::of(&[&SHIPS])).await.unwrap();
    found.into_iter().map(|difference| (difference.severity, difference.what)).collect()
}

/// The statements that make the tables, except that some words are others.
async fn with(dialect: Dialect, others: &[(&str, &str)]) -> TestDatabase {
    let mut sql = create(&SchemaSnapshot::of(&[&SHIPS]), dialect);
    for (words, other) in others {
        assert!(sql.contains(words), "{words}: {sql}");
        sql = sql.replacen(words, other, 1);
    }
    let database = TestDatabase::new(dialect);
    database.run(&sql).await.unwrap();
    database
}

async fn a_database_that_was_made_from_a_layout_is_as_it_says(dialect: Dialect) {
    assert_eq!(found(&with(dialect, &[]).await).await, []);
}

async fn all_that_is_different_is_said(dialect: Dialect) {
    let nothing = TestDatabase::new(dialect);
    let missing = found(&nothing).await;
    assert!(missing.contains(&(Error, "missing table ships".to_owned())), "{missing:?}");

    let (integer, text, timestamp) = match dialect {
        Dialect::Postgres => ("integer", "text COLLATE \"C\"", "timestamp with time zone"),
        Dialect::Sqlite => ("INTEGER", "TEXT", "INTEGER"),
    };
    let of_postgres = (
        format!("name {text} NOT NULL"),
        "name text NOT NULL".to_owned(),
        Warning,
        "ships.name lacks the collation \"C\"".to_owned(),
    );
    let errors = [
        ("    seen".to_owned(), "    sighted".to_owned(), "missing column ships.seen".to_owned()),
        (
            format!("seen {timestamp}"),
            format!("seen {text}"),
            format!("ships.seen has type {}, expected {timestamp}", &text[..4]),
        ),
        (format!("masts {integer} NOT NULL"), format!("masts {integer}"), "ships.masts is nullable".to_owned()),
        (format!("seen {timestamp}"), format!("seen {timestamp} NOT NULL"), "ships.seen is NOT NULL".to_owned()),
        (
            format!("seen {timestamp}"),
            format!("lost {integer} NOT NULL, seen {timestamp}"),
            "unknown column ships.lost, which is NOT NULL without a default".to_owned(),
        ),
    ];
    let warnings = [
        (
            "rig IN ('brig', ",
            "rig IN (",
            "constraint ships_rig_enum differs from the document: expected `rig IN ('brig', 'barque', 'captain''s gig')`",
        ),
        ("masts >= 1", "masts >= 2", "constraint ships_masts_minimum differs from the document: expected `masts >= 1`"),
        (
            "CONSTRAINT ships_masts_minimum CHECK (masts >= 1)",
            "",
            "ships.masts lacks the constraint ships_masts_minimum: `masts >= 1`",
        ),
        (
            "CONSTRAINT ships_masts_minimum",
            "CONSTRAINT ships_masts_maximum CHECK (masts < 5) CONSTRAINT ships_masts_minimum",
            "unknown constraint ships_masts_maximum",
        ),
        (
            "CREATE INDEX ships_name_id_idx ON ships (name, id);",
            "",
            "ships lacks the index ships_name_id_idx on (name, id)",
        ),
        (" DEFAULT 'brig'", " DEFAULT 'barque'", "ships.rig has default 'barque'"),
        (" DEFAULT 'brig'", "", "ships.rig has default none, expected 'brig'"),
    ];
    let warnings = warnings.map(|(words, other, what)| (words.to_owned(), other.to_owned(), Warning, what.to_owned()));
    let errors = errors.map(|(words, other, what)| (words, other, Error, what));
    let of_postgres = Some(of_postgres).filter(|_| dialect == Dialect::Postgres);
    for (words, other, severity, what) in errors.into_iter().chain(warnings).chain(of_postgres) {
        let found = found(&with(dialect, &[(&words, &other)]).await).await;
        assert!(found.iter().any(|(is, said)| *is == severity && said.starts_with(&what)), "{what}: {found:#?}");
    }
}

async fn what_is_more_than_asked_for_is_harmless(dialect: Dialect) {
    let database = with(dialect, &[]).await;
    database.run("ALTER TABLE ships ADD COLUMN home text; CREATE INDEX by_rig ON ships (rig); CREATE TABLE boats (id integer)").await.unwrap();
    let harmless = (Info, "unknown column ships.home".to_owned());
    assert_eq!(found(&database).await, [harmless]);
}
