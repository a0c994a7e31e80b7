//! Inserting many rows in a transaction, of which some may violate constraints.

use std::collections::HashSet;

use diesel::SqliteConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};

use crate::entity::{Entity, ExpectedVersion};
use crate::error::Error;
use crate::store::{Query, Statement, StoreError};
use crate::violated::Violated;
use crate::write_rejection::{ParentValues, parent_exists, parent_values};

/// The outcome of inserting a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RowOutcome {
    /// It is inserted.
    Inserted,
    /// It has replaced the row with its key.
    Replaced,
    /// The row that it replaces does not exist any more.
    Gone,
    /// Its key is taken.
    KeyTaken,
    /// The values of these columns are taken.
    ValuesTaken(&'static [usize]),
    /// It refers to these rows, which do not exist.
    ParentsMissing(ParentValues),
}

/// Inserts the rows of one statement that violate no constraint. Of rows with the same values the first is inserted.
///
/// # Errors
/// Others than violated constraints.
pub(crate) async fn insert_on_postgres<R: Entity>(
    connection: &mut AsyncPgConnection,
    records: &[R],
) -> Result<Vec<RowOutcome>, Error> {
    if R::TABLE.relations.are_constraints() {
        let mut outcomes = Vec::with_capacity(records.len());
        insert_part(connection, records, &mut outcomes).await?;
        return Ok(outcomes);
    }
    let keys = R::insert_all_new(connection, records.to_vec()).await?;
    let outcome = |inserted| if inserted { RowOutcome::Inserted } else { RowOutcome::KeyTaken };
    Ok(inserted(records, &keys).map(outcome).collect())
}

/// Inserts a row, unless it violates a constraint.
///
/// # Errors
/// Others than violated constraints.
pub(crate) fn insert_on_sqlite<R: Entity>(connection: &mut SqliteConnection, record: R) -> Result<RowOutcome, Error> {
    if R::TABLE.relations.are_constraints() {
        return insert_one_on_sqlite(connection, record);
    }
    let inserted = R::insert_new(record).run_on_sqlite(connection)? > 0;
    Ok(if inserted { RowOutcome::Inserted } else { RowOutcome::KeyTaken })
}

/// Inserts a row. A statement that fails has no effect, and the transaction goes on.
fn insert_one_on_sqlite<R: Entity>(connection: &mut SqliteConnection, record: R) -> Result<RowOutcome, Error> {
    let parents = parent_values(&record);
    match R::insert(record).run_on_sqlite(connection) {
        Ok(_) => Ok(RowOutcome::Inserted),
        Err(error) => violated_on_sqlite::<R>(connection, parents, error.into()),
    }
}

/// Replaces the row with the key of a row, unless it violates a constraint.
///
/// # Errors
/// Others than violated constraints.
pub(crate) fn replace_on_sqlite<R: Entity>(connection: &mut SqliteConnection, record: &R) -> Result<RowOutcome, Error> {
    match R::replace(ExpectedVersion::Any, record.clone()).run_on_sqlite(connection) {
        Ok(rows) => Ok(replaced(&rows)),
        Err(error) => violated_on_sqlite::<R>(connection, parent_values(record), error.into()),
    }
}

/// The constraint that a row violates.
fn violated_on_sqlite<R: Entity>(
    connection: &mut SqliteConnection,
    parents: ParentValues,
    error: StoreError,
) -> Result<RowOutcome, Error> {
    match Violated::of(&error, R::TABLE) {
        Some(Violated::Reference) => {
            let mut missing = Vec::new();
            for (place, value) in parents {
                let exists = parent_exists(R::TABLE, place, value.clone()).query().run_on_sqlite(connection)?;
                missing.extend((exists != [true]).then_some((place, value)));
            }
            orphan(missing, error)
        }
        violated => taken(violated, error),
    }
}

/// Inserts the rows of one statement. If it fails, each half of them is inserted by itself, down to single rows: most bulks have few rows that
/// violate a constraint, or none.
async fn insert_part<R: Entity>(
    connection: &mut AsyncPgConnection,
    part: &[R],
    outcomes: &mut Vec<RowOutcome>,
) -> Result<(), Error> {
    if let [record] = part {
        outcomes.push(insert_one(connection, record).await?);
        return Ok(());
    }
    let insert = async |connection: &mut AsyncPgConnection| R::insert_all_new(connection, part.to_vec()).await;
    match connection.transaction(insert).await.map_err(StoreError::from) {
        Ok(keys) => {
            for (record, inserted) in part.iter().zip(inserted(part, &keys)) {
                outcomes.push(match inserted {
                    true => RowOutcome::Inserted,
                    // The error of the row alone says which values are taken.
                    false => insert_one(connection, record).await?,
                });
            }
            Ok(())
        }
        Err(error) if Violated::of(&error, R::TABLE).is_some() => {
            let (first, second) = part.split_at(part.len() / 2);
            Box::pin(insert_part(connection, first, outcomes)).await?;
            Box::pin(insert_part(connection, second, outcomes)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn insert_one<R: Entity>(connection: &mut AsyncPgConnection, record: &R) -> Result<RowOutcome, Error> {
    let insert = async |connection: &mut AsyncPgConnection| R::insert(record.clone()).run_on_postgres(connection).await;
    match connection.transaction(insert).await {
        Ok(_) => Ok(RowOutcome::Inserted),
        Err(error) => violated_on_postgres(connection, record, error.into()).await,
    }
}

/// Replaces the row with the key of a row, unless it violates a constraint.
///
/// # Errors
/// Others than violated constraints.
pub(crate) async fn replace_on_postgres<R: Entity>(
    connection: &mut AsyncPgConnection,
    record: &R,
) -> Result<RowOutcome, Error> {
    let replace = async |connection: &mut AsyncPgConnection| {
        R::replace(ExpectedVersion::Any, record.clone()).run_on_postgres(connection).await
    };
    let result = match R::TABLE.relations.are_constraints() {
        true => connection.transaction(replace).await,
        false => replace(connection).await,
    };
    match result {
        Ok(rows) => Ok(replaced(&rows)),
        Err(error) => violated_on_postgres(connection, record, error.into()).await,
    }
}

/// The constraint that a row violates.
async fn violated_on_postgres<R: Entity>(
    connection: &mut AsyncPgConnection,
    record: &R,
    error: StoreError,
) -> Result<RowOutcome, Error> {
    match Violated::of(&error, R::TABLE) {
        Some(Violated::Reference) => {
            let mut missing = Vec::new();
            for (place, value) in parent_values(record) {
                let exists = parent_exists(R::TABLE, place, value.clone()).query().run_on_postgres(connection).await?;
                missing.extend((exists != [true]).then_some((place, value)));
            }
            orphan(missing, error)
        }
        violated => taken(violated, error),
    }
}

/// Whether each row is among those with the keys. Of rows with the same key it is the first.
fn inserted<R: Entity>(part: &[R], keys: &[R::Key]) -> impl Iterator<Item = bool> {
    let mut keys: HashSet<String> = keys.iter().map(ToString::to_string).collect();
    part.iter().map(move |record| keys.remove(&record.key().to_string()))
}

fn replaced<T>(rows: &[T]) -> RowOutcome {
    if rows.is_empty() { RowOutcome::Gone } else { RowOutcome::Replaced }
}

fn taken(violated: Option<Violated>, error: StoreError) -> Result<RowOutcome, Error> {
    match violated {
        Some(Violated::Key) => Ok(RowOutcome::KeyTaken),
        Some(Violated::Unique(columns)) => Ok(RowOutcome::ValuesTaken(columns)),
        Some(Violated::Reference) | None => Err(error.into()),
    }
}

fn orphan(missing: ParentValues, error: StoreError) -> Result<RowOutcome, Error> {
    if missing.is_empty() { Err(error.into()) } else { Ok(RowOutcome::ParentsMissing(missing)) }
}
