//! Opening a file.

use diesel::RunQueryDsl;
use diesel::sqlite::SqliteConnection;
use dropspec_db::{PoolConfig, Sqlite, SqliteSync, StoreError};
use dropspec_http::chain;

use crate::support::{File, write};

/// Why a path cannot be opened.
fn open_error(path: &std::path::Path) -> String {
    let error = Sqlite::open(path).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    chain(&error).replace(&path.display().to_string(), "…")
}

#[tokio::test]
async fn a_file_that_is_not_there_is_made() {
    let file = File::new();
    let sqlite = Sqlite::open(&file.path()).unwrap();
    sqlite.ping().await.unwrap();
    assert!(file.path().exists());
}

#[tokio::test]
async fn a_file_is_opened_again_as_it_was() {
    let file = File::new();
    write(&file.with_table().await, "one").await.unwrap();
    let again = Sqlite::open(&file.path()).unwrap();
    assert_eq!(again.read(crate::support::texts).await.unwrap(), ["one"]);
}

#[tokio::test]
async fn commits_wait_for_the_disk_by_default() {
    let file = File::new();
    let synchronous = |sqlite: Sqlite| async move {
        let select = |connection: &mut SqliteConnection| {
            let rows: Vec<Pragma> = diesel::sql_query("PRAGMA synchronous").load(connection)?;
            Ok::<_, StoreError>(rows[0].synchronous)
        };
        sqlite.write(select).await.unwrap()
    };
    let normal = PoolConfig { sqlite_sync: SqliteSync::Normal, ..PoolConfig::default() };
    assert_eq!(synchronous(Sqlite::open(&file.path()).unwrap()).await, 2);
    assert_eq!(synchronous(Sqlite::open_with(&file.path(), normal).unwrap()).await, 1);
}

#[derive(diesel::QueryableByName)]
struct Pragma {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    synchronous: i32,
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let file = File::new();
    assert_eq!(
        open_error(&file.path().join("nowhere/notes.db")),
        "cannot reach the database: …: unable to open database file"
    );
}

#[tokio::test]
async fn a_folder_is_no_file() {
    let file = File::new();
    assert_eq!(open_error(file.path().parent().unwrap()), "cannot reach the database: …: unable to open database file");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let file = File::new();
    std::fs::write(file.path(), "a list of things to buy, long enough to have a header: milk, bread, eggs").unwrap();
    assert_eq!(open_error(&file.path()), "cannot reach the database: …: file is not a database");
    assert!(std::fs::read_to_string(file.path()).unwrap().starts_with("a list of things"));
}
