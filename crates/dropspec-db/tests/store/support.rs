//! A database of notes.

use std::path::PathBuf;

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use dropspec_db::Sqlite;
use dropspec_db::StoreError;
use dropspec_db::column_type::{SqlUuid, UuidValue};
use tempfile::TempDir;

diesel::table! {
    use diesel::sql_types::*;
    use super::SqlUuid;

    notes (id) {
        id -> SqlUuid,
        text -> Text,
    }
}

/// A SQLite file in a folder of its own, which goes with it.
pub(crate) struct File {
    folder: TempDir,
}

impl File {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("notes.db")
    }

    /// The file with its table.
    pub(crate) async fn with_table(&self) -> Sqlite {
        let sqlite = Sqlite::open(&self.path()).unwrap();
        sqlite.migrate(crate::migrations::FIRST).await.unwrap();
        sqlite
    }
}

/// Stores a note under a new key.
pub(crate) fn insert(connection: &mut SqliteConnection, text: &str) -> QueryResult<UuidValue> {
    let id = UuidValue::now_v7();
    diesel::insert_into(notes::table).values((notes::id.eq(id), notes::text.eq(text))).execute(connection)?;
    Ok(id)
}

/// All notes, oldest first.
pub(crate) fn texts(connection: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    notes::table.select(notes::text).order(notes::id).load(connection)
}

/// Stores a note as a job of its own.
pub(crate) async fn write(sqlite: &Sqlite, text: &'static str) -> Result<UuidValue, StoreError> {
    sqlite.write(move |connection| insert(connection, text).map_err(StoreError::from)).await
}
