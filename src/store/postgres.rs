//! The people in PostgreSQL.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use dropspec::store::postgres::Postgres;
use dropspec::store::{MigrationState, StoreError};
use dropspec::table::Key;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::row::{Changes, PersonRow, people};
use super::{Batch, Creation, POSTGRES_MIGRATIONS, Store, Stored, aborted};
use crate::api::types::{Person, PersonUpdate};

impl Store for Postgres {
    async fn list(&self, limit: i32) -> Result<Vec<Person>, StoreError> {
        let shared = self.shared().await?;
        let query = people::table.order(people::uuid).limit(limit.into()).select(PersonRow::as_select());
        let rows: Vec<PersonRow> = query.load(&mut &**shared).await?;
        Ok(rows.into_iter().map(Person::from).collect())
    }

    async fn get(&self, key: Uuid) -> Result<Option<Stored>, StoreError> {
        let shared = self.shared().await?;
        let query = people::table.find(Key(key)).select((PersonRow::as_select(), people::version));
        let found: Option<(PersonRow, i64)> = query.get_result(&mut &**shared).await.optional()?;
        Ok(found.map(Stored::from))
    }

    async fn create(&self, person: Person) -> Result<Creation, StoreError> {
        // A new key is nobody else's, so there is no lock to wait for.
        let shared = self.shared_for_writing().await?;
        let insert = diesel::insert_into(people::table).values(PersonRow::from(person));
        match insert.execute(&mut &**shared).await.map_err(StoreError::from) {
            Ok(_) => Ok(Creation::Done),
            Err(error) if error.is_unique_violation() => Ok(Creation::KeyTaken),
            Err(error) => Err(error),
        }
    }

    async fn update(&self, key: Uuid, update: PersonUpdate) -> Result<Option<Stored>, StoreError> {
        let mut connection = self.connection().await?;
        let query = diesel::update(people::table.find(Key(key)))
            .set((Changes::from(update), people::version.eq(people::version + 1)))
            .returning((PersonRow::as_returning(), people::version));
        let found: Option<(PersonRow, i64)> = query.get_result(&mut connection).await.optional()?;
        Ok(found.map(Stored::from))
    }

    async fn delete(&self, key: Uuid) -> Result<bool, StoreError> {
        let mut connection = self.connection().await?;
        Ok(diesel::delete(people::table.find(Key(key))).execute(&mut connection).await? > 0)
    }

    async fn is_empty(&self) -> Result<bool, StoreError> {
        let shared = self.shared().await?;
        let somebody: bool =
            diesel::select(diesel::dsl::exists(people::table.select(people::uuid))).get_result(&mut &**shared).await?;
        Ok(!somebody)
    }

    async fn import(&self, mut batches: mpsc::Receiver<Batch>) -> Result<u64, StoreError> {
        let mut connection = self.connection().await?;
        connection
            .transaction(async |connection| {
                let mut stored = 0;
                loop {
                    match batches.recv().await.ok_or_else(aborted)? {
                        Batch::Commit => return Ok(stored),
                        Batch::People(batch) => {
                            let rows: Vec<PersonRow> = batch.into_iter().map(PersonRow::from).collect();
                            stored += diesel::insert_into(people::table).values(rows).execute(connection).await? as u64;
                        }
                    }
                }
            })
            .await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Postgres::ping(self).await
    }

    async fn migration_state(&self) -> Result<MigrationState, StoreError> {
        Postgres::migration_state(self, POSTGRES_MIGRATIONS).await
    }

    async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        Postgres::migrate(self, POSTGRES_MIGRATIONS).await
    }
}
