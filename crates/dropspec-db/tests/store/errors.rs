//! Errors of the database, and how they are reported.

use diesel::prelude::*;
use dropspec_db::StoreError;
use dropspec_http::{Error as HttpError, chain};

use crate::support::{File, notes, write};

#[tokio::test]
async fn duplicate_keys_differ_from_other_errors() {
    let sqlite = File::new().with_table().await;
    let key = write(&sqlite, "one").await.unwrap();
    let again = sqlite.write(move |connection| {
        let values = (notes::id.eq(key), notes::text.eq("two"));
        diesel::insert_into(notes::table).values(values).execute(connection).map_err(StoreError::from)
    });
    assert!(again.await.unwrap_err().is_unique_violation());
    let missing = sqlite.read(|connection| diesel::sql_query("DROP TABLE nothing").execute(connection));
    assert!(!missing.await.unwrap_err().is_unique_violation());
}

#[test]
fn unavailable_databases_are_503() {
    let error = HttpError::from(StoreError::Unavailable("gone".into()));
    assert!(matches!(&error, HttpError::Unavailable(cause) if chain(&**cause) == "cannot reach the database: gone"));
    let error = HttpError::from(StoreError::from(diesel::result::Error::BrokenTransactionManager));
    assert!(matches!(error, HttpError::Unavailable(_)));
}

#[test]
fn other_errors_are_internal() {
    let error = HttpError::from(StoreError::from(diesel::result::Error::NotFound));
    assert!(matches!(&error, HttpError::Internal(cause) if chain(&**cause) == "a statement failed: Record not found"));
    assert!(matches!(HttpError::from(StoreError::Migration("no".into())), HttpError::Internal(_)));
}
