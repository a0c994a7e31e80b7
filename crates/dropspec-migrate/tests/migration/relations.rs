//! Foreign keys and unique indexes that are added, changed, renamed and dropped, with rows in the tables.

use dropspec_db::column_type::{Integer, Text};
use dropspec_migrate::{
    ColumnSnapshot, DeleteAction, Dialect, ForeignKey, Index, Options, Plan, Rename, SchemaSnapshot, TableSnapshot,
    change, create, schema_drift,
};

use crate::support::TestDatabase;

on_both_databases!(
    foreign_keys_are_added_and_dropped,
    a_foreign_key_follows_what_is_renamed,
    the_action_of_a_foreign_key_changes,
    tables_that_refer_to_each_other_are_created_and_dropped,
    rows_that_refer_to_nothing_stop_a_migration,
    unique_indexes_are_added_and_dropped,
    a_missing_relation_is_drift,
);

fn table(name: &str, columns: &[ColumnSnapshot]) -> TableSnapshot {
    let mut all = vec![ColumnSnapshot::new("id", &Integer)];
    all.extend_from_slice(columns);
    let (name, key) = (name.to_owned(), vec!["id".to_owned()]);
    TableSnapshot { name, key, columns: all, indexes: Vec::new(), foreign_keys: Vec::new() }
}

fn foreign_key(column: &str, table: &str, on_delete: DeleteAction) -> ForeignKey {
    ForeignKey { column: column.to_owned(), table: table.to_owned(), key: "id".to_owned(), on_delete }
}

/// Authors, and books that refer to them.
fn shop(on_delete: Option<DeleteAction>) -> SchemaSnapshot {
    let mut books = table("books", &[ColumnSnapshot::new("author_id", &Integer).or_null()]);
    books.foreign_keys.extend(on_delete.map(|action| foreign_key("author_id", "authors", action)));
    SchemaSnapshot { tables: vec![table("authors", &[ColumnSnapshot::new("name", &Text)]), books] }
}

async fn start(schema: &SchemaSnapshot, dialect: Dialect) -> TestDatabase {
    let database = TestDatabase::new(dialect);
    database.run(&create(schema, dialect)).await.unwrap();
    database.run("INSERT INTO authors (id, name) VALUES (1, 'one'), (2, 'two')").await.unwrap();
    database.run("INSERT INTO books (id, author_id) VALUES (10, 1), (11, NULL)").await.unwrap();
    database
}

/// Changes a database from one schema to another, back, and there again.
async fn there_and_back(
    database: &TestDatabase,
    dialect: Dialect,
    (from, to): (&SchemaSnapshot, &SchemaSnapshot),
    options: &Options,
) {
    let plan = Plan::new(from, to, options).unwrap();
    for (plan, schema) in [(&plan, to), (&plan.reverse(), from), (&plan, to)] {
        let sql = change(plan, dialect);
        database.run(&sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        let drift = schema_drift(&database.database, schema).await.unwrap();
        assert!(drift.is_empty(), "{drift:#?}\n{sql}");
    }
    assert!(Plan::new(to, to, &Options::default()).unwrap().is_empty());
}

async fn foreign_keys_are_added_and_dropped(dialect: Dialect) {
    let (from, to) = (shop(None), shop(Some(DeleteAction::Restrict)));
    let database = start(&from, dialect).await;
    there_and_back(&database, dialect, (&from, &to), &Options::default()).await;
    assert!(database.run("INSERT INTO books (id, author_id) VALUES (12, 3)").await.is_err());
    database.run("INSERT INTO books (id, author_id) VALUES (12, 2)").await.unwrap();
    let books = "SELECT CAST(id AS text) AS line FROM books ORDER BY id";
    assert_eq!(database.lines(books).await, ["10", "11", "12"]);
}

async fn a_foreign_key_follows_what_is_renamed(dialect: Dialect) {
    let from = shop(Some(DeleteAction::Cascade));
    let mut to = from.clone();
    to.tables[0].name = "writers".to_owned();
    to.tables[1].name = "works".to_owned();
    to.tables[1].columns[1].name = "writer_id".to_owned();
    to.tables[1].foreign_keys = vec![foreign_key("writer_id", "writers", DeleteAction::Cascade)];
    let database = start(&from, dialect).await;
    let rename = |old: &str, new: &str| Rename { old: old.to_owned(), new: new.to_owned() };
    let renames = vec![rename("authors", "writers"), rename("books", "works"), rename("books.author_id", "writer_id")];
    there_and_back(&database, dialect, (&from, &to), &Options { renames, ..Options::default() }).await;
    let works = "SELECT CAST(id AS text) AS line FROM works ORDER BY id";
    assert_eq!(database.lines(works).await, ["10", "11"]);
    assert!(database.run("INSERT INTO works (id, writer_id) VALUES (12, 3)").await.is_err());
}

async fn the_action_of_a_foreign_key_changes(dialect: Dialect) {
    let (from, to) = (shop(Some(DeleteAction::Restrict)), shop(Some(DeleteAction::SetNull)));
    let database = start(&from, dialect).await;
    there_and_back(&database, dialect, (&from, &to), &Options::default()).await;
    let books = "SELECT coalesce(CAST(author_id AS text), 'none') AS line FROM books ORDER BY id";
    assert_eq!(database.lines(books).await, ["1", "none"]);
}

async fn tables_that_refer_to_each_other_are_created_and_dropped(dialect: Dialect) {
    let (from, mut to) = (shop(None), shop(None));
    for (name, other) in [("left", "right"), ("right", "left")] {
        let mut made = table(name, &[ColumnSnapshot::new("other_id", &Integer).or_null()]);
        made.foreign_keys.push(foreign_key("other_id", other, DeleteAction::Restrict));
        made.foreign_keys.push(foreign_key("id", "authors", DeleteAction::Restrict));
        to.tables.push(made);
    }
    let database = start(&from, dialect).await;
    there_and_back(&database, dialect, (&from, &to), &Options::default()).await;
}

async fn rows_that_refer_to_nothing_stop_a_migration(dialect: Dialect) {
    let (from, to) = (shop(None), shop(Some(DeleteAction::Restrict)));
    let database = start(&from, dialect).await;
    database.run("INSERT INTO books (id, author_id) VALUES (12, 3)").await.unwrap();
    let sql = change(&Plan::new(&from, &to, &Options::default()).unwrap(), dialect);
    assert!(sql.contains("SELECT * FROM books WHERE author_id NOT IN (SELECT id FROM authors)"), "{sql}");
    assert!(database.run(&sql).await.is_err());
    let drift = schema_drift(&database.database, &from).await.unwrap();
    assert!(drift.is_empty(), "{drift:#?}");
    let books = "SELECT CAST(id AS text) AS line FROM books ORDER BY id";
    assert_eq!(database.lines(books).await, ["10", "11", "12"]);
}

async fn unique_indexes_are_added_and_dropped(dialect: Dialect) {
    let (from, mut to) = (shop(None), shop(None));
    to.tables[0].indexes = vec![Index::unique(&["name"]), Index::new(&["name", "id"])];
    let database = start(&from, dialect).await;
    there_and_back(&database, dialect, (&from, &to), &Options::default()).await;
    assert!(database.run("INSERT INTO authors (id, name) VALUES (3, 'one')").await.is_err());
    let json = serde_json::to_value(&to).unwrap();
    assert_eq!(json["tables"][0]["indexes"], serde_json::json!([{ "unique": ["name"] }, ["name", "id"]]));
    assert_eq!(serde_json::from_value::<SchemaSnapshot>(json).unwrap(), to);
}

async fn a_missing_relation_is_drift(dialect: Dialect) {
    let (without, mut with) = (shop(None), shop(Some(DeleteAction::Cascade)));
    with.tables[0].indexes = vec![Index::unique(&["name"])];
    let what = async |made: &SchemaSnapshot, expected: &SchemaSnapshot| -> Vec<String> {
        let database = start(made, dialect).await;
        let drift = schema_drift(&database.database, expected).await.unwrap();
        drift.into_iter().map(|difference| difference.what).collect()
    };
    assert_eq!(
        what(&without, &with).await,
        [
            "authors lacks the unique index authors_name_key on (name)",
            "books.author_id lacks the foreign key to authors"
        ]
    );
    assert_eq!(what(&with, &without).await, ["unknown foreign key from books.author_id to authors"]);
    with.tables[0].indexes.clear();
    assert_eq!(
        what(&shop(Some(DeleteAction::Restrict)), &with).await,
        ["the foreign key from books.author_id to authors has onDelete restrict, expected cascade"]
    );
}
