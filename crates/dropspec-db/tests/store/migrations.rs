//! Migrations of a SQLite file.

use diesel::sqlite::Sqlite as Backend;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use dropspec_db::Sqlite;
use dropspec_db::{MigrationState, StoreError, versions};
use dropspec_http::chain;

use crate::support::{File, texts, write};

/// One migration, which makes the table.
pub(crate) const FIRST: EmbeddedMigrations = embed_migrations!("tests/store/first");

/// The same one and another.
const SECOND: EmbeddedMigrations = embed_migrations!("tests/store/second");

/// The first one, and one that fails half-way.
const BROKEN: EmbeddedMigrations = embed_migrations!("tests/store/broken");

#[test]
fn versions_are_in_order() {
    assert_eq!(versions::<Backend>(SECOND).unwrap(), ["20260101000000", "20260102000000"]);
}

#[tokio::test]
async fn a_new_file_has_all_migrations_before_it() {
    let sqlite = Sqlite::open(&File::new().path()).unwrap();
    let state = sqlite.migration_state(SECOND).await.unwrap();
    assert_eq!(state, MigrationState::Pending(versions::<Backend>(SECOND).unwrap()));
    assert_eq!(state.message().unwrap(), "2 pending migration(s): 20260101000000, 20260102000000; run `migrate`");
}

#[tokio::test]
async fn migrations_are_applied_once() {
    let file = File::new();
    let sqlite = Sqlite::open(&file.path()).unwrap();
    assert_eq!(sqlite.migrate(SECOND).await.unwrap(), ["20260101000000", "20260102000000"]);
    assert_eq!(sqlite.migration_state(SECOND).await.unwrap(), MigrationState::Current);
    assert_eq!(MigrationState::Current.message(), None);
    assert!(sqlite.migrate(SECOND).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_what_is_missing_is_applied_and_what_is_there_is_kept() {
    let file = File::new();
    let sqlite = file.with_table().await;
    write(&sqlite, "one").await.unwrap();
    let state = sqlite.migration_state(SECOND).await.unwrap();
    assert_eq!(state, MigrationState::Pending(vec!["20260102000000".to_owned()]));
    assert_eq!(sqlite.migrate(SECOND).await.unwrap(), ["20260102000000"]);
    assert_eq!(sqlite.read(texts).await.unwrap(), ["one"]);
}

#[tokio::test]
async fn a_program_older_than_the_file_finds_nothing_missing() {
    let file = File::new();
    let sqlite = Sqlite::open(&file.path()).unwrap();
    sqlite.migrate(SECOND).await.unwrap();
    assert_eq!(sqlite.migration_state(FIRST).await.unwrap(), MigrationState::Newer);
    assert_eq!(MigrationState::Newer.message(), None);
}

#[tokio::test]
async fn a_migration_that_fails_takes_all_of_them_back() {
    let file = File::new();
    let sqlite = Sqlite::open(&file.path()).unwrap();
    let error = sqlite.migrate(BROKEN).await.unwrap_err();
    assert!(matches!(error, StoreError::Migration(_)), "{error:?}");
    assert!(chain(&error).contains("no such table: no_such_table"), "{error:?}");
    let state = sqlite.migration_state(BROKEN).await.unwrap();
    assert_eq!(state, MigrationState::Pending(versions::<Backend>(BROKEN).unwrap()));
    assert_eq!(sqlite.migrate(FIRST).await.unwrap(), ["20260101000000"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_migrate_at_the_same_time_wait_for_each_other() {
    let file = File::new();
    let path = file.path();
    let migrating = (0..4).map(|_| {
        let path = path.clone();
        tokio::spawn(async move { Sqlite::open(&path).unwrap().migrate(SECOND).await.unwrap().len() })
    });
    let mut applied = Vec::new();
    for one in migrating.collect::<Vec<_>>() {
        applied.push(one.await.unwrap());
    }
    applied.sort_unstable();
    assert_eq!(applied, [0, 0, 0, 2]);
}
