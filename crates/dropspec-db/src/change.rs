//! Reading, changing and removing one row, under the conditions that the request makes.

use http::StatusCode;
use serde_json::Value;

use super::conditions::{Conditions, Wanted, tags};
use super::etag::etag;
use super::patch::Patch;
use super::record::{Record, Stored, Versions};
use super::undone::{Refused, Undone};
use crate::store::{Database, Use};
use dropspec_http::Error as HttpError;

/// How often a patch is tried again that others keep overtaking. Each time one of the others has been done.
const TRIES: usize = 1000;

/// The row of a key.
///
/// # Errors
/// 404 when it is not there.
pub async fn get<R: Record>(database: &Database, key: &R::Key) -> Result<Stored<R>, Undone> {
    let row = database.read(R::find(key.clone())).await?.pop();
    row.map(R::Row::into).ok_or_else(|| Refused::missing(R::TABLE, key).into())
}

/// What reading a row has given.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading<R> {
    /// The row, and its entity tag.
    Row(Stored<R>, String),
    /// The client has it already (304): the entity tag.
    Unchanged(String),
}

/// Reads the row of a key, for a client that has the representations of it that `If-None-Match` names.
///
/// # Errors
/// 404 when it is not there, 400 when the header is malformed.
pub async fn read<R: Record>(
    database: &Database,
    key: R::Key,
    if_none_match: Option<&str>,
    media_type: &str,
) -> Result<Reading<R>, Undone> {
    let had = tags("If-None-Match", if_none_match)?;
    let stored = get::<R>(database, &key).await?;
    let etag = etag(stored.version, media_type);
    Ok(match had {
        Some(tags) if tags.have(&etag) => Reading::Unchanged(etag),
        _ => Reading::Row(stored, etag),
    })
}

/// Changes the row of a key, in one statement where one tag or none is to match.
///
/// # Errors
/// 404 when it is not there, 412 when it is not as the conditions say, 428 when they say nothing and have to, 400 when a header is
/// malformed.
pub async fn update<R: Record>(
    database: &Database,
    key: R::Key,
    changes: R::Changes,
    conditions: Conditions<'_>,
) -> Result<Stored<R>, Undone> {
    let wanted = conditions.read(R::TABLE)?;
    let versions = versions::<R>(database, &key, &wanted).await?;
    match database.change(R::update(key.clone(), versions, changes)).await?.pop() {
        Some(row) => Ok(row.into()),
        None => Err(untouched::<R>(database, &key, versions, &wanted).await),
    }
}

/// Removes the row of a key, otherwise as [`update`].
///
/// # Errors
/// As [`update`].
pub async fn remove<R: Record>(database: &Database, key: R::Key, conditions: Conditions<'_>) -> Result<(), Undone> {
    let wanted = conditions.read(R::TABLE)?;
    let versions = versions::<R>(database, &key, &wanted).await?;
    match database.execute(Use::Lock, R::remove(key.clone(), versions)).await? {
        1.. => Ok(()),
        0 => Err(untouched::<R>(database, &key, versions, &wanted).await),
    }
}

/// Patches the row of a key. It is read without a lock and written only if nobody has changed it in between; otherwise all is done
/// again with what it is then.
///
/// # Errors
/// As [`update`]; 400 when what the patch makes of the row is not what the schema allows, 409 when the patch does not fit the row or
/// would change its key.
pub async fn patch<R: Record>(
    database: &Database,
    key: R::Key,
    patch: &Patch,
    conditions: Conditions<'_>,
) -> Result<Stored<R>, Undone> {
    let wanted = conditions.read(R::TABLE)?;
    for _ in 0..TRIES {
        let Stored { record, version } = get::<R>(database, &key).await?;
        wanted.check(R::TABLE, version)?;
        let patched = patched(&record, patch)?;
        if let Some(row) = database.change(R::replace(Versions::only(version), patched)).await?.pop() {
            return Ok(row.into());
        }
    }
    Err(HttpError::unavailable("too many others change the row at the same time").into())
}

fn patched<R: Record>(record: &R, patch: &Patch) -> Result<R, Undone> {
    let mut json = Vec::with_capacity(512);
    record.encode(&mut json);
    let value: Value = patch.apply(serde_json::from_slice(&json).map_err(HttpError::from)?)?;
    match R::from_json(&value.to_string()) {
        Some(patched) if patched.key() == record.key() => Ok(patched),
        Some(_) => Err(Refused::other_key(R::TABLE, record.key()).into()),
        None => match R::schema().violations(&value).map_err(HttpError::from)? {
            // Numbers of more digits than are kept, values within values without end.
            found if found.is_empty() => {
                Err(Refused::new(StatusCode::BAD_REQUEST, "what the patch makes cannot be represented").into())
            }
            found => Err(Refused::invalid(StatusCode::BAD_REQUEST, found).into()),
        },
    }
}

/// The versions that a statement may touch; the row is read where the headers do not tell by themselves.
async fn versions<R: Record>(database: &Database, key: &R::Key, wanted: &Wanted<'_>) -> Result<Versions, Undone> {
    if let Some(versions) = wanted.versions() {
        return Ok(versions);
    }
    let version = get::<R>(database, key).await?.version;
    wanted.check(R::TABLE, version)?;
    Ok(Versions::only(version))
}

/// Why a statement has met no row.
async fn untouched<R: Record>(database: &Database, key: &R::Key, versions: Versions, wanted: &Wanted<'_>) -> Undone {
    if versions == Versions::ANY {
        return Refused::missing(R::TABLE, key).into();
    }
    match get::<R>(database, key).await {
        Ok(now) => wanted.overtaken(R::TABLE, now.version).into(),
        Err(undone) => undone,
    }
}
