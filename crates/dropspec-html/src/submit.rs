//! What the form on the page of a record does: an operation with `x-dropspec-operation: form`.

use super::super::record::{Record, Stored, Versions};
use super::super::undone::Refused;
use super::super::value::Value;
use super::problem::conflict;
use super::text::shown;
use super::{Page, address};
use crate::problem::{Place, Problem, Violation};
use crate::store::{Database, StoreError, Use};

/// What somebody has sent with the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Submission<R> {
    /// The record as it shall be; nothing changes without it.
    Save(Option<R>),
    /// The record shall be removed.
    Delete,
}

impl<R> Submission<R> {
    /// What a form asks for by the names that its buttons have.
    #[must_use]
    pub fn of(action: &str, record: Option<R>) -> Self {
        if action == "delete" { Self::Delete } else { Self::Save(record) }
    }
}

/// What has become of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Submitted {
    /// It is done; this is the page to go to, as a relative reference.
    Done(String),
    /// There is no such record.
    Missing(Problem),
    /// The record has been changed since the page was made, or has another key.
    Conflict(Problem),
}

/// Changes or removes the record of a key, if its version is still the one that the page showed.
///
/// # Errors
/// When the database cannot be reached or a statement fails.
pub async fn submit<R: Record>(
    database: &Database,
    key: R::Key,
    version: i64,
    submission: Submission<R>,
) -> Result<Submitted, StoreError> {
    let versions = Versions::only(version);
    let done = match &submission {
        Submission::Save(Some(record)) if *record.key() != key => return Ok(Submitted::Conflict(other_key::<R>(&key))),
        Submission::Save(Some(record)) => !database.change(R::replace(versions, record.clone())).await?.is_empty(),
        Submission::Save(None) => false,
        Submission::Delete => database.execute(Use::Lock, R::remove(key.clone(), versions)).await? > 0,
    };
    if done {
        return Ok(Submitted::Done(match submission {
            Submission::Save(_) => address::segment(&key.to_string()),
            Submission::Delete => address::list_of_record(R::TABLE),
        }));
    }
    let found = database.read(R::find(key.clone())).await?.into_iter().next();
    Ok(match (found.map(Into::<Stored<R>>::into), submission) {
        (None, _) => Submitted::Missing(Refused::missing(R::TABLE, &key).problem),
        (Some(_), Submission::Save(None)) => Submitted::Done(address::segment(&key.to_string())),
        (Some(current), Submission::Save(Some(sent))) => Submitted::Conflict(changed(&current, &sent)),
        (Some(_), Submission::Delete) => Submitted::Conflict(Problem::new(since::<R>())),
    })
}

/// The page of a record, as a reference that is relative to the path of the table.
#[must_use]
pub fn page_of<R: Record>(record: &R) -> String {
    address::record_in_list(R::TABLE, &record.value(R::TABLE.key))
}

fn since<R: Record>() -> String {
    format!("somebody else has changed this {} since you have opened it", R::TABLE.noun())
}

fn other_key<R: Record>(key: &R::Key) -> Problem {
    let property = R::TABLE.key().property;
    let detail = format!("the {property} must be that of the path, {key} - 'record.{property}'");
    Problem::invalid(vec![Violation { place: Place::Pointer(format!("/record/{property}")), detail }])
}

/// A conflict, with what is stored now beside each value that differs. The form of its page is about the version of now, so that
/// whoever sends it again has seen what is lost.
fn changed<R: Record>(current: &Stored<R>, sent: &R) -> Problem {
    let table = R::TABLE;
    let differing = (0..table.columns.len()).filter(|column| current.record.value(*column) != sent.value(*column));
    let violations = differing.map(|column| {
        let property = table.columns[column].property;
        let detail = format!("stored is now {} - 'record.{property}'", shown(&current.record.value(column)));
        Violation { place: Place::Pointer(format!("/record/{property}")), detail }
    });
    let violations: Vec<Violation> = violations.collect();
    let values: Vec<Value<'_>> = (0..table.columns.len()).map(|column| sent.value(column)).collect();
    let detail = since::<R>();
    let page = conflict(table, &values, current.version, &detail, &violations);
    let stale = Violation { place: Place::Pointer("/version".to_owned()), detail };
    let errors = [stale].into_iter().chain(violations).collect();
    Problem { page: page.ok().map(Box::<Page>::new), ..Problem::invalid(errors) }
}
