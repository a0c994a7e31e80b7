//! What is done to tables: the operations that documents have in common.

use super::record::{Record, Stored, Versions};
use super::selection::Selection;
use crate::fault::Fault;
use crate::problem::{Place, Problem, Violation};
use crate::store::{Database, StoreError, Use};

/// A service that keeps tables in a database.
pub trait HasDatabase {
    /// The database.
    fn database(&self) -> &Database;
}

/// Whether there are no rows at all.
///
/// # Errors
/// When the database fails.
pub async fn is_empty<R: Record>(database: &Database) -> Result<bool, StoreError> {
    Ok(database.read(R::select(&Selection::all(R::TABLE, 1))).await?.is_empty())
}

/// The row of a key.
///
/// # Errors
/// When the database fails.
pub async fn get<R: Record>(database: &Database, key: &R::Key) -> Result<Option<Stored<R>>, Fault> {
    Ok(database.read(R::find(key.clone())).await?.pop().map(Into::into))
}

/// Stores a new row, unless its key is taken.
///
/// # Errors
/// When the database fails.
pub async fn create<R: Record>(database: &Database, new: R::New) -> Result<Result<Stored<R>, Problem>, Fault> {
    let record = R::create(new);
    // A new key is nobody else's, so there is no lock to wait for.
    match database.execute(Use::Write, R::insert(record.clone())).await {
        Ok(_) => Ok(Ok(Stored { record, version: 1 })),
        Err(error) if error.is_unique_violation() => Ok(Err(taken(&record))),
        Err(error) => Err(error.into()),
    }
}

/// Changes a row, if it is there.
///
/// # Errors
/// When the database fails.
pub async fn update<R: Record>(
    database: &Database,
    key: &R::Key,
    changes: R::Changes,
) -> Result<Option<Stored<R>>, Fault> {
    let mut rows = database.change(R::update(key.clone(), Versions::ANY, changes)).await?;
    Ok(rows.pop().map(Into::into))
}

/// Removes a row; answers whether it was there.
///
/// # Errors
/// When the database fails.
pub async fn remove<R: Record>(database: &Database, key: &R::Key) -> Result<bool, Fault> {
    Ok(database.execute(Use::Lock, R::remove(key.clone(), Versions::ANY)).await? > 0)
}

impl<R: Record> Stored<R> {
    /// A strong entity tag (RFC 9110, section 8.8.3).
    #[must_use]
    pub fn etag(&self) -> String {
        format!("\"{}\"", self.version)
    }

    /// The path of the row.
    #[must_use]
    pub fn location(&self) -> String {
        format!("{}/{}", R::TABLE.path, segment(&self.record.key().to_string()))
    }
}

/// A text as a segment of a path.
fn segment(text: &str) -> percent_encoding::PercentEncode<'_> {
    /// All but what RFC 3986 calls unreserved.
    const RESERVED: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(text, RESERVED)
}

/// There is no row of that key.
#[must_use]
pub fn missing<R: Record>(key: &R::Key) -> Problem {
    Problem::new(format!("there is no {} {key}", R::TABLE.noun()))
}

/// The key in the body is not that of the path.
#[must_use]
pub fn other_key<R: Record>(key: &R::Key) -> Problem {
    let name = R::TABLE.key().property;
    let detail = format!("the {name} must be that of the path, {key} - '{name}'");
    Problem::invalid(vec![Violation { place: Place::Pointer(format!("/{name}")), detail }])
}

fn taken<R: Record>(record: &R) -> Problem {
    Problem::new(format!("the {} {} is taken", R::TABLE.key().property, record.key()))
}
