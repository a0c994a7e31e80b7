//! Databases that are not in UTF-8.

use diesel::connection::{Connection, SimpleConnection};
use diesel::sqlite::SqliteConnection;
use diesel_migrations::FileBasedMigrations;
use dropspec_db::{EncodingError, Postgres, Sqlite, StoreError};
use dropspec_migrate::{Options, SchemaSnapshot, make};

use crate::postgres::{execute, server};
use crate::support::SHIPS;

#[tokio::test]
async fn a_database_of_another_encoding_is_rejected() {
    let name = server().create_database(None);
    let url = server().url(&name);
    execute(&server().url("postgres"), &format!(r#"DROP DATABASE "{name}""#)).unwrap();
    let create =
        format!(r#"CREATE DATABASE "{name}" TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"#);
    execute(&server().url("postgres"), &create).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let schema = SchemaSnapshot::of(&[&SHIPS]);
    make(folder.path(), "first", &schema, &Options::default(), std::time::SystemTime::now()).unwrap();
    let migrations = FileBasedMigrations::from_path(folder.path().join("postgres")).unwrap();
    let migrated = Postgres::new(&url).unwrap().migrate(migrations, &|_| {}).await;
    server().drop_database(&name);
    let error = migrated.unwrap_err();
    assert!(
        matches!(&error, StoreError::Encoding(EncodingError::Postgres(encoding)) if encoding == "LATIN1"),
        "{error:?}"
    );
    assert!(error.to_string().contains("ENCODING 'UTF8'"), "{error}");
}

#[test]
fn a_file_of_another_encoding_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ships.db");
    let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    connection.batch_execute("PRAGMA encoding = 'UTF-16le'; CREATE TABLE a (b TEXT)").unwrap();
    drop(connection);
    let error = Sqlite::open(&path).unwrap_err();
    assert!(
        matches!(&error, StoreError::Encoding(EncodingError::Sqlite(encoding)) if encoding == "UTF-16le"),
        "{error:?}"
    );
}
