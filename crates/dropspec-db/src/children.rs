//! Rows that are created with the row that they refer to, in its transaction.

use diesel::SqliteConnection;
use diesel_async::AsyncPgConnection;
use dropspec_schema::Violation;
use http::StatusCode;

use crate::entity::{Entity, max_rows};
use crate::error::{Error, Rejection};
use crate::insert_rows::{RowOutcome, insert_on_postgres, insert_on_sqlite};
use crate::storable::unstorable;
use crate::violated::{key_taken, missing_parent, taken};

/// Inserts the children of a row, all or none.
///
/// # Errors
/// 409 when keys or unique values are taken, 422 when they refer to rows that do not exist, with pointers below that of the children.
pub async fn insert_children_on_postgres<C: Entity>(
    connection: &mut AsyncPgConnection,
    children: &[C],
    pointer: &str,
) -> Result<(), Error> {
    reject_unstorable_children(children, pointer)?;
    let mut outcomes = Vec::with_capacity(children.len());
    for part in children.chunks(max_rows(C::TABLE)) {
        outcomes.extend(insert_on_postgres(connection, part).await?);
    }
    reject_any(children, outcomes, pointer)
}

/// As [`insert_children_on_postgres`].
///
/// # Errors
/// As [`insert_children_on_postgres`].
pub fn insert_children_on_sqlite<C: Entity>(
    connection: &mut SqliteConnection,
    children: &[C],
    pointer: &str,
) -> Result<(), Error> {
    reject_unstorable_children(children, pointer)?;
    let insert = |record: &C| insert_on_sqlite(connection, record.clone());
    let outcomes = children.iter().map(insert).collect::<Result<Vec<_>, _>>()?;
    reject_any(children, outcomes, pointer)
}

/// 400, if no database can hold the values of the rows.
fn reject_unstorable_children<C: Entity>(children: &[C], pointer: &str) -> Result<(), Error> {
    let rows = children.iter().enumerate();
    let violations = rows.flat_map(|(index, record)| unstorable(record).violations(format_args!("{pointer}/{index}")));
    let violations: Vec<Violation> = violations.collect();
    match violations.is_empty() {
        true => Ok(()),
        false => Err(Rejection::invalid(StatusCode::BAD_REQUEST, violations).into()),
    }
}

/// Rejects the request if a row is not inserted. The status is that of the first one.
fn reject_any<C: Entity>(children: &[C], outcomes: Vec<RowOutcome>, pointer: &str) -> Result<(), Error> {
    let rows = children.iter().zip(outcomes).enumerate();
    let rejected =
        rows.filter_map(|(index, (record, outcome))| rejected(record, outcome, &format!("{pointer}/{index}")));
    let (mut status, mut violations) = (None, Vec::new());
    for (one, found) in rejected {
        status.get_or_insert(one);
        violations.extend(found);
    }
    match status {
        Some(status) => Err(Rejection::invalid(status, violations).into()),
        None => Ok(()),
    }
}

/// The status and the violations of a row that is not inserted, below its pointer.
fn rejected<R: Entity>(record: &R, outcome: RowOutcome, row: &str) -> Option<(StatusCode, Vec<Violation>)> {
    Some(match outcome {
        RowOutcome::Inserted | RowOutcome::Replaced | RowOutcome::Gone => return None,
        RowOutcome::KeyTaken => (StatusCode::CONFLICT, key_taken(R::TABLE, &*record.key(), row)),
        RowOutcome::ValuesTaken(columns) => (StatusCode::CONFLICT, taken(R::TABLE, columns, row)),
        RowOutcome::ParentsMissing(parents) => {
            let missing = parents.iter().map(|(place, value)| missing_parent(R::TABLE, *place, value, row));
            (StatusCode::UNPROCESSABLE_ENTITY, missing.collect())
        }
    })
}
