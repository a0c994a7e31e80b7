//! The page of a problem: beside the fields of the form that it is about, where it is about one.

use std::ops::RangeInclusive;

use askama::Template;
use http::StatusCode;

use super::super::description::Table;
use super::super::value::Value;
use super::form::{Contents, Form, sent_record_text, sent_text};
use super::page::Page;
use super::words::{capital, inside, readable};
use super::{STYLE, address, control, title, title_column};
use crate::fault::Fault;
use crate::problem::{Problem, Violation};

/// Which problems of an operation are pages, and what these are about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pages {
    /// What they are about.
    pub subject: Subject,
    /// The statuses of the problems that the document describes as pages.
    pub statuses: &'static [RangeInclusive<u16>],
}

/// What the pages of an operation are about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Subject {
    /// The list of a table.
    List(&'static Table),
    /// A record of a table.
    Record(&'static Table),
    /// No table.
    Nothing,
}

/// A problem, with all that its page says of it.
#[derive(Debug)]
pub(crate) struct Told<'t> {
    pub(crate) status: StatusCode,
    pub(crate) problem: &'t Problem,
    pub(crate) path: &'t str,
    pub(crate) request_id: &'t str,
    /// The pairs of the form that was sent.
    pub(crate) form: Option<&'t [(String, String)]>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    title: String,
    style: &'static str,
    table: String,
    list: String,
    here: Option<String>,
    heading: String,
    detail: Option<String>,
    errors: Vec<String>,
    request_id: &'p str,
    form: Option<Form>,
}

/// The page of a conflict: what was sent, with what is stored now beside it, and the version of now.
///
/// # Errors
/// None that is foreseen.
pub(super) fn conflict(
    table: &'static Table,
    sent: &[Value<'_>],
    version: i64,
    detail: &str,
    violations: &[Violation],
) -> Result<Page, Fault> {
    let key = &sent[table.key];
    let here = address::record(key);
    let contents = Contents { text: |column: usize| control::text(&sent[column]), violations };
    let form = Form::of_record(table, here.clone(), control::text(key), version.to_string(), &contents);
    let heading = title(table, &sent[title_column(table)], key);
    let detail = format!(
        "{}. What is stored now stands beside each of your entries that differs from it. Save again to keep your entries.",
        capital(detail)
    );
    Page::render(&ProblemPage {
        title: format!("Error: {heading} – {}", readable(table.name)),
        style: STYLE,
        table: readable(table.name),
        list: address::list_of_record(table),
        here: Some(here),
        heading,
        detail: Some(detail),
        errors: Vec::new(),
        request_id: "",
        form: Some(form),
    })
}

impl Told<'_> {
    /// The last part of the path, which leads back to it.
    fn here(&self) -> String {
        self.path.rsplit('/').next().unwrap_or_default().to_owned()
    }
}

impl Pages {
    /// Whether a problem is described as a page.
    pub(crate) fn has(&self, status: StatusCode) -> bool {
        self.statuses.iter().any(|statuses| statuses.contains(&status.as_u16()))
    }

    /// The page of a problem.
    ///
    /// # Errors
    /// None that is foreseen.
    pub(crate) fn problem(&self, told: &Told<'_>) -> Result<Page, Fault> {
        let form = self.subject.form(told);
        let reason = told.status.canonical_reason().unwrap_or("Error");
        let heading = match (&form, self.subject) {
            (Some(_), Subject::List(table)) => format!("New {}", inside(table.schema)),
            (Some(_), Subject::Record(table)) => sent_title(table, told.form.unwrap_or_default()),
            _ => reason.to_owned(),
        };
        let (table, list) = match self.subject {
            Subject::List(table) => (readable(table.name), address::list(table).to_owned()),
            Subject::Record(table) => (readable(table.name), address::list_of_record(table)),
            Subject::Nothing => Default::default(),
        };
        let is_conflict = matches!(self.subject, Subject::Record(_)) && told.status == StatusCode::CONFLICT;
        let told_apart = told.problem.errors.iter().filter(|_| form.is_none());
        let error = if form.is_some() { "Error: " } else { "" };
        let title = if table.is_empty() { heading.clone() } else { format!("{error}{heading} – {table}") };
        Page::render(&ProblemPage {
            title,
            style: STYLE,
            errors: told_apart.map(|violation| violation.detail.clone()).collect(),
            table,
            list,
            here: is_conflict.then(|| told.here()),
            heading,
            // The first violation again.
            detail: told.problem.detail.as_deref().filter(|_| told.problem.errors.is_empty()).map(capital),
            request_id: told.request_id,
            form,
        })
    }
}

impl Subject {
    /// The form as it was sent, with what is wrong beside its fields: if the client can mend it, and it has the fields of a record.
    fn form(self, told: &Told<'_>) -> Option<Form> {
        let pairs = told.form.filter(|_| matches!(told.status, StatusCode::BAD_REQUEST | StatusCode::CONFLICT))?;
        let violations = &told.problem.errors;
        match self {
            Self::List(table) => {
                let text = |column: usize| sent_text(pairs, None, &table.columns[column]);
                Some(Form::of_new(table, address::list(table).to_owned(), &Contents { text, violations }))
            }
            Self::Record(table) if pairs.iter().any(|(name, _)| name.starts_with("record[")) => {
                let text = |column: usize| sent_record_text(pairs, &table.columns[column]);
                let version = pairs.iter().find(|(name, _)| name == "version").map(|(_, version)| version.clone());
                let (key, version) = (text(table.key), version.unwrap_or_default());
                Some(Form::of_record(table, told.here(), key, version, &Contents { text, violations }))
            }
            Self::Record(_) | Self::Nothing => None,
        }
    }
}

fn sent_title(table: &Table, pairs: &[(String, String)]) -> String {
    let title = sent_record_text(pairs, &table.columns[title_column(table)]);
    if title.is_empty() { readable(table.schema) } else { title }
}
