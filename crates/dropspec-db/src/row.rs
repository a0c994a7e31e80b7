//! Reading, changing and removing one row, under the preconditions of the request.

use http::StatusCode;
use serde_json::Value;

use super::delete::delete;
use super::entity::{Entity, ExpectedVersion, Versioned};
use super::error::{Error, Rejection};
use super::etag::{etag, with_content};
use super::expansion::Expansion;
use super::patch::Patch;
use super::preconditions::{ParsedPreconditions, Preconditions, tags};
use super::storable::{reject_unstorable, reject_unstorable_key};
use super::table::Table;
use super::unstorable::Unstorable;
use super::write_rejection::{parent_values, rejection};
use crate::store::Database;
use dropspec_schema::{ErrorSource, Violation, child, with_path};

/// How often a patch is retried after concurrent changes. Each retry means that another change has succeeded.
const MAX_RETRIES: usize = 1000;

/// The row of a key.
///
/// # Errors
/// 404 when it does not exist.
pub async fn get<R: Entity>(database: &Database, key: &R::Key) -> Result<Versioned<R>, Error> {
    reject_unstorable_key::<R>(key)?;
    let row = database.read(R::find(key.clone())).await?.pop();
    row.map(R::Row::into).ok_or_else(|| Rejection::not_found(R::TABLE, key).into())
}

/// The result of reading a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading<R> {
    /// The row, and its entity tag.
    Row(Versioned<R>, String),
    /// The client has it (304): the entity tag.
    NotModified(String),
}

/// Reads the row of a key, unless `If-None-Match` has its entity tag.
///
/// # Errors
/// 404 when it does not exist, 400 when the header is malformed.
pub async fn read<R: Entity>(
    database: &Database,
    key: R::Key,
    if_none_match: Option<&str>,
    media_type: &str,
) -> Result<Reading<R>, Error> {
    read_expanded(database, key, if_none_match, media_type, &Expansion::default()).await
}

/// Reads the row of a key with rows of other tables that it embeds, otherwise like [`read`].
///
/// # Errors
/// As [`read`].
pub async fn read_expanded<R: Entity>(
    database: &Database,
    key: R::Key,
    if_none_match: Option<&str>,
    media_type: &str,
    expansion: &Expansion,
) -> Result<Reading<R>, Error> {
    let had = tags("If-None-Match", if_none_match)?;
    let mut stored = get::<R>(database, &key).await?;
    let mut etag = etag(stored.version, media_type);
    if !expansion.is_empty() {
        R::expand(database, vec![&mut stored.record], expansion).await?;
        etag = with_content(&etag, &stored.record);
    }
    Ok(match had {
        Some(tags) if tags.have(&etag) => Reading::NotModified(etag),
        _ => Reading::Row(stored, etag),
    })
}

/// Changes the row of a key, in one statement if `If-Match` has at most one tag.
///
/// # Errors
/// 404 when it does not exist, 412 when a precondition fails, 428 when a required precondition is missing, 400 when a header is malformed or
/// no database can hold the changes, 409 when unique values are taken, 422 when it refers to a row that does not exist.
pub async fn update<R: Entity>(
    database: &Database,
    key: R::Key,
    changes: R::Changeset,
    preconditions: Preconditions<'_>,
) -> Result<Versioned<R>, Error> {
    let parsed = preconditions.parse(R::TABLE)?;
    reject_unstorable_key::<R>(&key)?;
    let mut found = Unstorable::new(R::TABLE);
    R::find_unstorable_changes(&changes, &mut found);
    found.reject("")?;
    let versions = expected_version::<R>(database, &key, &parsed).await?;
    let changed = database.change(|| R::update(key.clone(), versions, changes.clone())).await;
    let changed = match changed {
        Ok(changed) => changed,
        Err(error) => return Err(rejection(database, error, R::TABLE, &key, R::changed_parents(&changes)).await),
    };
    match changed.into_iter().next() {
        Some(row) => Ok(row.into()),
        None => Err(why_no_row_matched::<R>(database, &key, versions, &parsed).await),
    }
}

/// Removes the row of a key, as [`delete`] does, otherwise like [`update`].
///
/// # Errors
/// As [`update`]; 409 when other rows refer to it.
pub async fn remove<R: Entity>(
    database: &Database,
    key: R::Key,
    preconditions: Preconditions<'_>,
) -> Result<(), Error> {
    let parsed = preconditions.parse(R::TABLE)?;
    reject_unstorable_key::<R>(&key)?;
    let versions = expected_version::<R>(database, &key, &parsed).await?;
    if delete::<R>(database, key.clone(), versions).await? {
        return Ok(());
    }
    Err(why_no_row_matched::<R>(database, &key, versions, &parsed).await)
}

/// Patches the row of a key: it is read without a lock and written only if it has not changed in between; otherwise the patch is retried.
///
/// # Errors
/// As [`update`]; 400 when the patched row violates the schema or a `readOnly` property is changed, 409 when the patch does not apply to the row or would change its key.
pub async fn patch<R: Entity>(
    database: &Database,
    key: R::Key,
    patch: &Patch,
    preconditions: Preconditions<'_>,
) -> Result<Versioned<R>, Error> {
    let parsed = preconditions.parse(R::TABLE)?;
    for _ in 0..MAX_RETRIES {
        let Versioned { record, version } = get::<R>(database, &key).await?;
        parsed.check(version)?;
        let patched = patched(&record, patch)?;
        if let Some(row) = replace(database, ExpectedVersion::Exact(version), patched).await? {
            return Ok(row);
        }
    }
    Err(Error::Contention(MAX_RETRIES))
}

/// Replaces all columns of a row but its key, if it has an expected version.
///
/// # Errors
/// 409 when unique values are taken, 422 when it refers to a row that does not exist.
pub async fn replace<R: Entity>(
    database: &Database,
    expected: ExpectedVersion,
    record: R,
) -> Result<Option<Versioned<R>>, Error> {
    match database.change(|| R::replace(expected, record.clone())).await {
        Ok(mut changed) => Ok(changed.pop().map(R::Row::into)),
        Err(error) => Err(rejection(database, error, R::TABLE, &*record.key(), parent_values(&record)).await),
    }
}

/// A row with a patch applied.
///
/// # Errors
/// 400 when it violates the schema, or a `readOnly` property is changed; 409 when the patch does not apply to it or would change its key.
pub(crate) fn patched<R: Entity>(record: &R, patch: &Patch) -> Result<R, Error> {
    let mut json = Vec::with_capacity(512);
    record.encode(&mut json);
    let stored: Value = serde_json::from_slice(&json)?;
    let mut value = patch.apply(stored.clone())?;
    remove_read_only(R::TABLE, &stored, &mut value)?;
    let text = value.to_string();
    match R::from_json(&text) {
        Some(mut patched) if R::TABLE.first_key().read_only => {
            patched.set_key(record.key().into_owned());
            reject_unstorable(&patched)?;
            Ok(patched)
        }
        Some(patched) if patched.key() == record.key() => {
            reject_unstorable(&patched)?;
            Ok(patched)
        }
        Some(patched) => {
            let differs = |column: &&usize| patched.value(**column) != record.value(**column);
            let column = R::TABLE.key.iter().copied().find(|column| differs(&column)).unwrap_or(R::TABLE.key[0]);
            Err(Rejection::other_key(R::TABLE.columns[column].property, &record.value(column)).into())
        }
        None => {
            let found = R::schema().text_violations("", &text, &value, usize::MAX)?;
            Err(match found.into_vec(ErrorSource::Pointer(String::new())) {
                // Values that are nested too deeply.
                found if found.is_empty() => {
                    Rejection::new(StatusCode::BAD_REQUEST, "the patched value cannot be represented").into()
                }
                found => Rejection::invalid(StatusCode::BAD_REQUEST, found).into(),
            })
        }
    }
}

/// Removes the `readOnly` properties of a patched row, which must be those of the stored one.
fn remove_read_only(table: &Table, stored: &Value, patched: &mut Value) -> Result<(), Rejection> {
    let Some(properties) = patched.as_object_mut() else { return Ok(()) };
    let mut violations = Vec::new();
    for column in table.columns.iter().filter(|column| column.read_only) {
        let value = properties.remove(column.property);
        // null and absence are one in a table.
        let given = value.filter(|value| !value.is_null());
        if given.as_ref() != stored.get(column.property).filter(|value| !value.is_null()) {
            let pointer = child("", column.property);
            let detail = with_path("the property is read-only: leave it unchanged", &pointer);
            violations.push(Violation { source: ErrorSource::Pointer(pointer), detail });
        }
    }
    if violations.is_empty() { Ok(()) } else { Err(Rejection::invalid(StatusCode::BAD_REQUEST, violations)) }
}

/// The expected version of a row, which is read if the headers alone do not determine it.
async fn expected_version<R: Entity>(
    database: &Database,
    key: &R::Key,
    parsed: &ParsedPreconditions<'_>,
) -> Result<ExpectedVersion, Error> {
    if let Some(versions) = parsed.expected_version() {
        return Ok(versions);
    }
    let version = get::<R>(database, key).await?.version;
    parsed.check(version)?;
    Ok(ExpectedVersion::Exact(version))
}

/// Why a statement has affected no row.
async fn why_no_row_matched<R: Entity>(
    database: &Database,
    key: &R::Key,
    versions: ExpectedVersion,
    parsed: &ParsedPreconditions<'_>,
) -> Error {
    if versions == ExpectedVersion::Any {
        return Rejection::not_found(R::TABLE, key).into();
    }
    match get::<R>(database, key).await {
        Ok(now) => parsed.failed(now.version).into(),
        Err(error) => error,
    }
}
