//! The people in SQLite.

use diesel::prelude::*;
use dropspec::store::sqlite::Sqlite;
use dropspec::store::{MigrationState, StoreError};
use dropspec::table::Key;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::row::{Changes, PersonRow, people};
use super::{Batch, Creation, SQLITE_MIGRATIONS, Store, Stored, aborted};
use crate::api::types::{Person, PersonUpdate};

impl Store for Sqlite {
    async fn list(&self, limit: i32) -> Result<Vec<Person>, StoreError> {
        let query = people::table.order(people::uuid).limit(limit.into()).select(PersonRow::as_select());
        let rows: Vec<PersonRow> = self.read(move |connection| query.load(connection)).await?;
        Ok(rows.into_iter().map(Person::from).collect())
    }

    async fn get(&self, key: Uuid) -> Result<Option<Stored>, StoreError> {
        let query = people::table.find(Key(key)).select((PersonRow::as_select(), people::version));
        let found = self.read(move |connection| query.first::<(PersonRow, i64)>(connection).optional()).await?;
        Ok(found.map(Stored::from))
    }

    async fn create(&self, person: Person) -> Result<Creation, StoreError> {
        let insert = diesel::insert_into(people::table).values(PersonRow::from(person));
        let outcome = self.write(move |connection| insert.execute(connection).map_err(StoreError::from)).await;
        match outcome {
            Ok(_) => Ok(Creation::Done),
            Err(error) if error.is_unique_violation() => Ok(Creation::KeyTaken),
            Err(error) => Err(error),
        }
    }

    async fn update(&self, key: Uuid, update: PersonUpdate) -> Result<Option<Stored>, StoreError> {
        let query = diesel::update(people::table.find(Key(key)))
            .set((Changes::from(update), people::version.eq(people::version + 1)))
            .returning((PersonRow::as_returning(), people::version));
        let work = move |connection: &mut SqliteConnection| {
            query.get_result::<(PersonRow, i64)>(connection).optional().map_err(StoreError::from)
        };
        Ok(self.write(work).await?.map(Stored::from))
    }

    async fn delete(&self, key: Uuid) -> Result<bool, StoreError> {
        let query = diesel::delete(people::table.find(Key(key)));
        let count = self.write(move |connection| query.execute(connection).map_err(StoreError::from)).await?;
        Ok(count > 0)
    }

    async fn is_empty(&self) -> Result<bool, StoreError> {
        let query = diesel::select(diesel::dsl::exists(people::table.select(people::uuid)));
        Ok(!self.read(move |connection| query.get_result::<bool>(connection)).await?)
    }

    async fn import(&self, mut batches: mpsc::Receiver<Batch>) -> Result<u64, StoreError> {
        let work = move |connection: &mut SqliteConnection| {
            connection.immediate_transaction(|connection| {
                let mut stored = 0;
                loop {
                    match batches.blocking_recv().ok_or_else(aborted)? {
                        Batch::Commit => return Ok(stored),
                        Batch::People(batch) => stored += insert(connection, batch)?,
                    }
                }
            })
        };
        self.write(work).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Sqlite::ping(self).await
    }

    async fn migration_state(&self) -> Result<MigrationState, StoreError> {
        Sqlite::migration_state(self, SQLITE_MIGRATIONS).await
    }

    async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        Sqlite::migrate(self, SQLITE_MIGRATIONS).await
    }
}

/// Row by row: SQLite has no round trips to save, and one prepared statement is quicker than a long one.
fn insert(connection: &mut SqliteConnection, batch: Vec<Person>) -> Result<u64, StoreError> {
    let mut stored = 0;
    for person in batch {
        stored += diesel::insert_into(people::table).values(PersonRow::from(person)).execute(connection)? as u64;
    }
    Ok(stored)
}
