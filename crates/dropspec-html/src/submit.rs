//! The form on the page of a record: an operation with `x-dropspec-operation: form`.

use dropspec_db::{
    Database, Entity, Error, ExpectedVersion, Rejection, Value, Versioned, delete, reject_unstorable_key,
    reject_unstorable_within, replace,
};
use dropspec_http::{Alternate, Problem};
use dropspec_schema::{ErrorSource, Violation, child, with_path};

use crate::display::display;
use crate::href;
use crate::problem::conflict;

/// What a user submits on the page of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Submission<R> {
    /// Replace the record; without a record nothing changes.
    Save(Option<R>),
    /// Delete the record.
    Delete,
}

impl<R> Submission<R> {
    /// The submission of a form, by the value of its `action`.
    #[must_use]
    pub fn of(action: &str, record: Option<R>) -> Self {
        if action == "delete" { Self::Delete } else { Self::Save(record) }
    }
}

/// The result of a submission.
#[derive(Clone, Debug, PartialEq)]
pub enum SubmissionResult {
    /// The record is changed or deleted. Redirect to this relative URL.
    Done(String),
    /// The record does not exist.
    NotFound(Problem),
    /// The record was changed after the page was opened, or has another key.
    Conflict(Problem),
}

/// Replaces or deletes the record of a key, if it still has the version of the page.
///
/// # Errors
/// If the database is not available or a statement fails; 400 if no database can hold the values of the record.
pub async fn submit<R: Entity>(
    database: &Database,
    key: R::Key,
    version: i64,
    mut submission: Submission<R>,
) -> Result<SubmissionResult, Error> {
    reject_unstorable_key::<R>(&key)?;
    let versions = ExpectedVersion::Exact(version);
    if let Submission::Save(Some(record)) = &mut submission
        && R::TABLE.first_key().read_only
    {
        // The form cannot have it.
        record.set_key(key.clone());
    }
    let outcome = match &submission {
        Submission::Save(Some(record)) if *record.key() != key => {
            return Ok(SubmissionResult::Conflict(other_key::<R>(&key)));
        }
        Submission::Save(Some(record)) => {
            reject_unstorable_within(record, "/record")?;
            replace(database, versions, record.clone()).await.map(|replaced| replaced.is_some())
        }
        Submission::Save(None) => Ok(false),
        Submission::Delete => delete::<R>(database, key.clone(), versions).await,
    };
    let is_done = match outcome {
        // Values that are taken, or rows of other tables.
        Err(Error::Rejected(rejection)) => return Ok(SubmissionResult::Conflict(rejection.problem)),
        outcome => outcome?,
    };
    if is_done {
        return Ok(SubmissionResult::Done(match submission {
            Submission::Save(_) => href::segment(&key.to_string()),
            Submission::Delete => href::list_from_record(R::TABLE),
        }));
    }
    let current = database.read(R::find(key.clone())).await?.pop();
    Ok(match (current.map(Into::<Versioned<R>>::into), submission) {
        (None, _) => SubmissionResult::NotFound(Rejection::not_found(R::TABLE, &key).problem),
        (Some(_), Submission::Save(None)) => SubmissionResult::Done(href::segment(&key.to_string())),
        (Some(current), Submission::Save(Some(sent))) => SubmissionResult::Conflict(changed(&current, &sent)),
        (Some(_), Submission::Delete) => SubmissionResult::Conflict(Problem::new(stale::<R>())),
    })
}

/// The URL of a record, relative to the path of its table.
#[must_use]
pub fn record_href<R: Entity>(record: &R) -> String {
    href::record_from_list(R::TABLE, &record.value(R::TABLE.key[0]))
}

fn stale<R: Entity>() -> String {
    format!("this {} was changed after you opened it", R::TABLE.noun())
}

/// A violation of a property of the submitted record.
fn violation(property: &str, detail: &str) -> Violation {
    let pointer = child("/record", property);
    let detail = with_path(detail, &pointer);
    Violation { source: ErrorSource::Pointer(pointer), detail }
}

fn other_key<R: Entity>(key: &R::Key) -> Problem {
    let property = R::TABLE.first_key().property;
    Problem::invalid(vec![violation(property, &format!("the {property} must match the path: {key}"))])
}

/// A conflict, with the current value beside each value that differs.
fn changed<R: Entity>(current: &Versioned<R>, sent: &R) -> Problem {
    let table = R::TABLE;
    let is_sent = |column: &usize| !table.columns[*column].read_only;
    let differs = |column: &usize| current.record.value(*column) != sent.value(*column);
    let differing = (0..table.columns.len()).filter(is_sent).filter(differs);
    let violations = differing.map(|column| {
        let detail = format!("current value: {}", display(&table.columns[column], &current.record.value(column)));
        violation(table.columns[column].property, &detail)
    });
    let violations: Vec<Violation> = violations.collect();
    let values: Vec<Value<'_>> = (0..table.columns.len()).map(|column| sent.value(column)).collect();
    let detail = stale::<R>();
    let page = conflict(table, &values, current.version, &detail, &violations);
    let version = Violation { source: ErrorSource::Pointer("/version".to_owned()), detail };
    let errors = [version].into_iter().chain(violations).collect();
    Problem { alternate: page.ok().map(|page| Box::new(Alternate::from(page))), ..Problem::invalid(errors) }
}
