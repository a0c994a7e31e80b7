//! Where the people are kept: one trait, two databases, the same behaviour.

mod postgres;
mod row;
mod sqlite;

use std::future::Future;

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use dropspec::store::{MigrationState, StoreError};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::api::types::{Person, PersonUpdate};

const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// A person as stored, with the number that grows with each change.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The person.
    pub person: Person,
    /// 1 for a person that was never changed.
    pub version: i64,
}

/// What became of a creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// The person is stored.
    Done,
    /// The key is taken; nothing is stored.
    KeyTaken,
}

/// A part of an import.
#[derive(Debug)]
pub enum Batch {
    /// People to store.
    People(Vec<Person>),
    /// The end: keep what was stored.
    Commit,
}

/// A database of people.
pub trait Store: Send + Sync + 'static {
    /// The first `limit` people in the order of their keys.
    fn list(&self, limit: i32) -> impl Future<Output = Result<Vec<Person>, StoreError>> + Send;

    /// The person with that key, if there is one.
    fn get(&self, key: Uuid) -> impl Future<Output = Result<Option<Stored>, StoreError>> + Send;

    /// Stores a new person, with version 1.
    fn create(&self, person: Person) -> impl Future<Output = Result<Creation, StoreError>> + Send;

    /// Changes the properties that `update` has; answers nothing when there is no such person.
    fn update(
        &self,
        key: Uuid,
        update: PersonUpdate,
    ) -> impl Future<Output = Result<Option<Stored>, StoreError>> + Send;

    /// Removes a person; answers whether there was one.
    fn delete(&self, key: Uuid) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Whether there is nobody at all.
    fn is_empty(&self) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Stores batches as they come, in one transaction that is kept only if [`Batch::Commit`] comes last. Answers how many
    /// people were stored.
    fn import(&self, batches: mpsc::Receiver<Batch>) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Finds out whether the database answers.
    fn ping(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Whether all migrations are applied.
    fn migration_state(&self) -> impl Future<Output = Result<MigrationState, StoreError>> + Send;

    /// Applies the migrations that are not applied yet; answers their versions.
    fn migrate(&self) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;
}

/// An import that ended without [`Batch::Commit`] must leave nothing behind.
fn aborted() -> StoreError {
    StoreError::Query(diesel::result::Error::RollbackTransaction)
}
