//! Indexes that search within values: of texts and of arrays.

use dropspec_db::column_type::{Integer, JsonType, Text};
use dropspec_db::{Column, ColumnType, Operator, Postgres, Relations, Search, Table};
use dropspec_http::chain;
use dropspec_migrate::{
    ColumnSnapshot, Dialect, Index, IndexKind, Options, Plan, Rename, SchemaSnapshot, TableSnapshot, change,
    change_in_steps, create, schema_drift,
};
use insta::assert_snapshot;

use crate::postgres::server;
use crate::support::TestDatabase;

on_both_databases!(
    search_indexes_are_added_renamed_and_dropped,
    a_missing_search_index_is_drift,
    a_full_text_index_follows_its_table,
    a_missing_full_text_index_is_drift,
);

static BOATS: Table = Table {
    name: "boats",
    schema: "Boat",
    description: "",
    path: "/boats",
    columns: &[
        Column::new("id", &Integer),
        Column { filters: &[Operator::Contains, Operator::ContainsCase], ..Column::new("name", &Text) },
        Column { filters: &[Operator::ContainsItem], ..Column::new("ports", &JsonType) },
        Column::new("sign", &Text),
    ],
    key: 0,
    relations: Relations::NONE,
    searches: &[Search { name: "q", filters: &[(1, Operator::Contains), (3, Operator::Prefix)] }],
    search: &[],
};

/// The table with these indexes alone.
fn boats(name: &str, indexes: &[(IndexKind, &str)]) -> SchemaSnapshot {
    let columns = vec![
        ColumnSnapshot::new("id", &Integer),
        ColumnSnapshot::new(name, &Text),
        ColumnSnapshot::new("ports", &JsonType),
    ];
    let indexes = indexes.iter().map(|(kind, column)| Index::of_kind(*kind, &[column])).collect();
    let (table, key) = ("boats".to_owned(), "id".to_owned());
    let boats = TableSnapshot { name: table, key, columns, indexes, foreign_keys: Vec::new() };
    SchemaSnapshot { tables: vec![boats] }
}

const KINDS: [(IndexKind, &str); 3] =
    [(IndexKind::Contains, "name"), (IndexKind::ContainsCase, "name"), (IndexKind::ContainsItem, "ports")];

#[test]
fn filters_and_searches_have_indexes() {
    let schema = SchemaSnapshot::of(&[&BOATS]);
    let boats = schema.table("boats").unwrap();
    let expected = [
        Index::new(&["sign", "id"]),
        Index::of_kind(IndexKind::Contains, &["name"]),
        Index::of_kind(IndexKind::ContainsCase, &["name"]),
        Index::of_kind(IndexKind::ContainsItem, &["ports"]),
    ];
    assert_eq!(boats.indexes, expected);
    let json = serde_json::to_string(&boats.indexes).unwrap();
    assert_eq!(json, r#"[["sign","id"],{"contains":["name"]},{"containsCase":["name"]},{"containsItem":["ports"]}]"#);
    assert_eq!(serde_json::from_str::<Vec<Index>>(&json).unwrap(), expected);
}

#[test]
fn postgresql_builds_them_concurrently_and_sqlite_has_none() {
    let plan = Plan::new(&boats("name", &[]), &boats("name", &KINDS), &Options::default()).unwrap();
    assert_snapshot!(change_in_steps(&plan).unwrap(), @r#"
    -- Needs the privilege CREATE on the database, unless an administrator has created the extension.
    CREATE EXTENSION IF NOT EXISTS pg_trgm;

    CREATE INDEX CONCURRENTLY boats_name_contains_idx ON boats USING gin (lower(name COLLATE "und-x-icu") gin_trgm_ops);

    CREATE INDEX CONCURRENTLY boats_name_contains_case_idx ON boats USING gin (name gin_trgm_ops);

    CREATE INDEX CONCURRENTLY boats_ports_contains_item_idx ON boats USING gin (ports jsonb_path_ops);
    "#);
    assert_eq!(change(&plan, Dialect::Sqlite), "-- No change in this database.\n");
}

async fn search_indexes_are_added_renamed_and_dropped(dialect: Dialect) {
    let database = TestDatabase::new(dialect);
    let (none, all) = (boats("name", &[]), boats("name", &KINDS));
    let renamed = boats("title", &KINDS.map(|(kind, column)| (kind, if column == "name" { "title" } else { column })));
    database.run(&create(&none, dialect)).await.unwrap();
    let rename = Rename { old: "boats.name".to_owned(), new: "title".to_owned() };
    let options = Options { renames: vec![rename], ..Options::default() };
    let add = Plan::new(&none, &all, &Options::default()).unwrap();
    let rename = Plan::new(&all, &renamed, &options).unwrap();
    assert!(!change(&rename, Dialect::Postgres).contains("CREATE"), "{rename:?}");
    for (plan, schema) in [(&add, &all), (&rename, &renamed), (&rename.reverse(), &all), (&add.reverse(), &none)] {
        let sql = change(plan, dialect);
        database.run(&sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        assert_eq!(schema_drift(&database.database, schema).await.unwrap(), [], "{sql}");
    }
}

async fn a_missing_search_index_is_drift(dialect: Dialect) {
    let database = TestDatabase::new(dialect);
    database.run(&create(&boats("name", &KINDS[1..]), dialect)).await.unwrap();
    let drift = schema_drift(&database.database, &boats("name", &KINDS)).await.unwrap();
    let drift: Vec<String> = drift.into_iter().map(|difference| difference.what).collect();
    match dialect {
        Dialect::Postgres => assert_eq!(drift, ["boats lacks the trigram index boats_name_contains_idx on (name)"]),
        Dialect::Sqlite => assert_eq!(drift, [""; 0]),
    }
}

/// A table of notes with this key, name and text column, and a full-text index of the text.
fn notes(key: &'static dyn ColumnType, name: &str, text: &str, is_searched: bool) -> SchemaSnapshot {
    let columns = vec![
        ColumnSnapshot::new("id", key),
        ColumnSnapshot::new(text, &Text).or_null(),
        ColumnSnapshot::new("other", &Text).or_null(),
    ];
    let index = Index::of_kind(IndexKind::Search, &[text, "other"]);
    let (name, key) = (name.to_owned(), "id".to_owned());
    let indexes = if is_searched { vec![index] } else { Vec::new() };
    SchemaSnapshot { tables: vec![TableSnapshot { name, key, columns, indexes, foreign_keys: Vec::new() }] }
}

/// The keys of the notes with a word, in SQLite.
async fn found(database: &TestDatabase, name: &str, key: &dyn ColumnType, word: &str) -> Vec<String> {
    let rows = format!("SELECT rowid FROM dropspec_{name}_search WHERE dropspec_{name}_search MATCH '{word}'");
    let keys = match key.name() {
        "integer" => format!("SELECT CAST(id AS TEXT) AS line FROM {name} WHERE id IN ({rows}) ORDER BY id"),
        _ => format!("SELECT key AS line FROM dropspec_{name}_search_key WHERE id IN ({rows}) ORDER BY key"),
    };
    database.lines(&keys).await
}

async fn a_full_text_index_follows_its_table(dialect: Dialect) {
    let rename = |old: &str, new: &str| Options {
        renames: vec![Rename { old: old.to_owned(), new: new.to_owned() }],
        ..Options::default()
    };
    for key in [&Integer as &'static dyn ColumnType, &Text] {
        let database = TestDatabase::new(dialect);
        let plain = notes(key, "notes", "text", false);
        database.run(&create(&plain, dialect)).await.unwrap();
        database.run("INSERT INTO notes (id, text) VALUES ('1', 'one word'), ('2', 'two words')").await.unwrap();
        let searched = notes(key, "notes", "text", true);
        let body = notes(key, "notes", "body", true);
        let posts = notes(key, "posts", "body", true);
        let mut more = posts.clone();
        more.tables[0].columns.push(ColumnSnapshot::new("extra", &Text).or_null());
        let steps = [
            (&plain, &searched, Options::default()),
            (&searched, &body, rename("notes.text", "body")),
            (&body, &posts, rename("notes", "posts")),
            (&posts, &more, Options::default()),
        ];
        let plans = steps.map(|(from, to, options)| (Plan::new(from, to, &options).unwrap(), from, to));
        let forth = plans.iter().map(|(plan, _, to)| (plan.clone(), *to));
        let back = plans.iter().rev().map(|(plan, from, _)| (plan.reverse(), *from));
        for (plan, schema) in forth.chain(back) {
            let sql = change(&plan, dialect);
            database.run(&sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
            assert_eq!(schema_drift(&database.database, schema).await.unwrap(), [], "{sql}");
            let table = &schema.tables[0];
            if dialect == Dialect::Sqlite && !table.indexes.is_empty() {
                assert_eq!(found(&database, &table.name, key, "one").await, ["1"], "{sql}");
                assert_eq!(found(&database, &table.name, key, "words").await, ["2"], "{sql}");
            }
        }
        // Nothing is left of it.
        let left = match dialect {
            Dialect::Sqlite => "SELECT name AS line FROM sqlite_schema WHERE name LIKE '%search%'",
            Dialect::Postgres => "SELECT indexname::text AS line FROM pg_indexes WHERE indexname LIKE '%search%'",
        };
        assert_eq!(database.lines(left).await, [""; 0]);
        let drop = Plan::new(&SchemaSnapshot::default(), &searched, &Options::default()).unwrap();
        database.run("DROP TABLE notes").await.unwrap();
        for plan in [&drop, &drop.reverse(), &drop] {
            database.run(&change(plan, dialect)).await.unwrap();
        }
    }
}

async fn a_missing_full_text_index_is_drift(dialect: Dialect) {
    let database = TestDatabase::new(dialect);
    database.run(&create(&notes(&Integer, "notes", "text", false), dialect)).await.unwrap();
    let drift = schema_drift(&database.database, &notes(&Integer, "notes", "text", true)).await.unwrap();
    let drift: Vec<String> = drift.into_iter().map(|difference| difference.what).collect();
    assert_eq!(drift, ["notes lacks the full-text index notes_text_other_search_idx on (text, other)"]);
}

#[test]
fn sqlite_keeps_a_full_text_index_by_triggers() {
    let schema = notes(&Text, "notes", "text", true);
    let plan = Plan::new(&notes(&Text, "notes", "text", false), &schema, &Options::default()).unwrap();
    assert_snapshot!(change(&plan, Dialect::Sqlite));
    assert_snapshot!(change(&plan, Dialect::Postgres));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_cannot_create_the_extension_is_told_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let none = Options::default();
    let now = std::time::SystemTime::now();
    dropspec_migrate::make(folder.path(), "create_boats", &boats("name", &KINDS), &none, now).unwrap().unwrap();
    let migrations = || diesel_migrations::FileBasedMigrations::from_path(folder.path().join("postgres")).unwrap();

    let name = server().create_database(None);
    let url = server().url(&name);
    let role = format!("{name}_role");
    let setup = format!("CREATE ROLE \"{role}\" LOGIN; GRANT ALL ON SCHEMA public TO \"{role}\"");
    crate::postgres::execute(&url, &setup).unwrap();
    let postgres = Postgres::new(&url.replacen("//postgres@", &format!("//{role}@"), 1)).unwrap();
    let error = chain(&postgres.migrate(migrations(), &|_| {}).await.unwrap_err());
    assert!(error.contains("has to install it") && error.contains("permission denied to create"), "{error}");
    crate::postgres::execute(&url, "CREATE EXTENSION pg_trgm").unwrap();
    assert_eq!(postgres.migrate(migrations(), &|_| {}).await.unwrap().len(), 1);
    drop(postgres);
    server().drop_database(&name);
    crate::postgres::execute(&server().url("postgres"), &format!("DROP ROLE \"{role}\"")).ok();
}
