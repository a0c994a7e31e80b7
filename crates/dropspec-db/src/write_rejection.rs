//! The rejections of writes that violate a constraint of their table.

use std::fmt::Display;

use http::StatusCode;

use crate::column_type::Value;
use crate::entity::Entity;
use crate::error::{Error, Rejection};
use crate::referrer_exists::ReferrerExists;
use crate::relations::{OnDelete, Referrer};
use crate::row_exists::RowExists;
use crate::select_query::SelectQuery;
use crate::store::{Condition, Database, Query, StoreError};
use crate::table::{Table, noun};
use crate::violated::{Violated, missing_parent, taken};

/// The values of the columns of a row that refer to tables, by the position of the reference. NULL refers to nothing.
pub(crate) type ParentValues = Vec<(usize, Value<'static>)>;

/// The values of the columns of a row that refer to tables.
pub(crate) fn parent_values<R: Entity>(record: &R) -> ParentValues {
    let references = R::TABLE.relations.references.iter().enumerate();
    let values = references.map(|(place, reference)| (place, record.value(reference.column).into_owned()));
    values.filter(|(_, value)| *value != Value::Null).collect()
}

/// The error of a statement that inserts or changes a row: 409 if its values are taken, 422 if it refers to rows that do not exist.
pub(crate) async fn rejection(
    database: &Database,
    error: StoreError,
    table: &'static Table,
    key: &(impl Display + Sync),
    parents: ParentValues,
) -> Error {
    match Violated::of(&error, table) {
        None => error.into(),
        Some(Violated::Key) => Rejection::duplicate_key(table, key).into(),
        Some(Violated::Unique(columns)) => Rejection::invalid(StatusCode::CONFLICT, taken(table, columns, "")).into(),
        Some(Violated::Reference) => {
            let mut missing = Vec::new();
            for (place, value) in parents {
                match database.read(parent_exists(table, place, value.clone()).query()).await {
                    Ok(found) if found == [true] => {}
                    Ok(_) => missing.push(missing_parent(table, place, &value, "")),
                    Err(error) => return error.into(),
                }
            }
            if missing.is_empty() {
                // The parent has been created since.
                return StoreError::Condition(Condition::Conflict, Box::new(error)).into();
            }
            Rejection::invalid(StatusCode::UNPROCESSABLE_ENTITY, missing).into()
        }
    }
}

/// 404, for a nested collection of a row that does not exist.
pub(crate) fn no_parent(table: &Table, place: usize, value: &Value<'_>) -> Rejection {
    let noun = noun(table.relations.references[place].schema);
    Rejection::new(StatusCode::NOT_FOUND, format!("there is no {noun} {value}"))
}

/// Whether the row exists that a value refers to, by the position of the reference.
pub(crate) fn parent_exists(table: &'static Table, place: usize, value: Value<'static>) -> RowExists {
    let reference = &table.relations.references[place];
    let column_type = table.columns[reference.column].column_type;
    RowExists { table: reference.table, column: reference.key, column_type, value }
}

/// The error of a statement that deletes a row: 409 if other rows refer to it.
pub(crate) async fn in_use<R: Entity>(database: &Database, error: StoreError, key: &R::Key) -> Error {
    let exists = |referrer: &'static Referrer| {
        let (column_type, value) = (R::TABLE.key().column_type, R::key_value(key).into_owned());
        RowExists { table: referrer.table, column: referrer.column, column_type, value }.query()
    };
    in_use_error::<R, _>(database, error, &format!("the {} {key}", R::TABLE.noun()), exists).await
}

/// The error of a statement that deletes the rows that filters select: 409 if other rows refer to one of them.
pub(crate) async fn some_in_use<R: Entity>(database: &Database, error: StoreError, select: &SelectQuery) -> Error {
    let exists = |referrer: &'static Referrer| ReferrerExists::new(referrer, select).query();
    in_use_error::<R, _>(database, error, &format!("a {}", R::TABLE.noun()), exists).await
}

/// The error of a statement that deletes what `deleted` names: 409 if `exists` finds rows that refer to it.
async fn in_use_error<R: Entity, Q: Query<bool>>(
    database: &Database,
    error: StoreError,
    deleted: &str,
    exists: impl Fn(&'static Referrer) -> Q,
) -> Error {
    let table = R::TABLE;
    if Violated::of(&error, table) != Some(Violated::Reference) {
        return error.into();
    }
    let mut users = Vec::new();
    for referrer in table.relations.referrers.iter().filter(|referrer| referrer.on_delete == OnDelete::Restrict) {
        match database.read(exists(referrer)).await {
            Ok(found) if found == [true] => users.push(referrer.table),
            Ok(_) => {}
            Err(error) => return error.into(),
        }
    }
    users.dedup();
    let detail = match &users[..] {
        // A row that would be deleted with it.
        [] => format!("{deleted} is in use: other rows refer to one that would be deleted with it"),
        users => format!("{deleted} is in use: rows of {} refer to it", users.join(" and ")),
    };
    Rejection::new(StatusCode::CONFLICT, detail).into()
}
