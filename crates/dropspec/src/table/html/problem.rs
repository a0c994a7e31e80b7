//! The page of a problem: beside the fields of the form that it is about, where it is about one.

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

/// Whose pages show what goes wrong at a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pages {
    /// Those of the list of a table.
    List(&'static Table),
    /// Those of a record of a table.
    Record(&'static Table),
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
    fn table(self) -> &'static Table {
        match self {
            Self::List(table) | Self::Record(table) => table,
        }
    }

    /// The page of a problem.
    ///
    /// # Errors
    /// None that is foreseen.
    pub(crate) fn problem(self, told: &Told<'_>) -> Result<Page, Fault> {
        let table = self.table();
        let reason = told.status.canonical_reason().unwrap_or("Error");
        let form = told.form.filter(|pairs| self.is_refilled(told.status, pairs)).map(|pairs| self.form(told, pairs));
        let heading = match (&form, self) {
            (None, _) => reason.to_owned(),
            (Some(_), Self::List(_)) => format!("New {}", inside(table.schema)),
            (Some(_), Self::Record(_)) => self.sent_title(told.form.unwrap_or_default()),
        };
        let errors = match form {
            Some(_) => Vec::new(),
            None => told.problem.errors.iter().map(|violation| violation.detail.clone()).collect(),
        };
        Page::render(&ProblemPage {
            title: format!("{}{heading} – {}", if form.is_some() { "Error: " } else { "" }, readable(table.name)),
            style: STYLE,
            table: readable(table.name),
            list: match self {
                Self::List(_) => address::list(table).to_owned(),
                Self::Record(_) => address::list_of_record(table),
            },
            here: match self {
                Self::Record(_) if told.status == StatusCode::CONFLICT => Some(told.here()),
                _ => None,
            },
            heading,
            // The first violation again.
            detail: told.problem.detail.as_deref().filter(|_| told.problem.errors.is_empty()).map(capital),
            errors,
            request_id: told.request_id,
            form,
        })
    }

    /// Whether a form can be sent again: one that the client can mend, and that has the fields of a record.
    fn is_refilled(self, status: StatusCode, pairs: &[(String, String)]) -> bool {
        let within = matches!(self, Self::Record(_)).then_some("record[").unwrap_or_default();
        matches!(status, StatusCode::BAD_REQUEST | StatusCode::CONFLICT)
            && pairs.iter().any(|(name, _)| name.starts_with(within))
    }

    /// The form as it was sent, with what is wrong beside its fields.
    fn form(self, told: &Told<'_>, pairs: &[(String, String)]) -> Form {
        let table = self.table();
        let violations = &told.problem.errors;
        match self {
            Self::List(_) => {
                let text = |column: usize| sent_text(pairs, None, &table.columns[column]);
                Form::of_new(table, address::list(table).to_owned(), &Contents { text, violations })
            }
            Self::Record(_) => {
                let text = |column: usize| sent_record_text(pairs, &table.columns[column]);
                let version = pairs.iter().find(|(name, _)| name == "version").map(|(_, version)| version.clone());
                let key = text(table.key);
                Form::of_record(table, told.here(), key, version.unwrap_or_default(), &Contents { text, violations })
            }
        }
    }

    fn sent_title(self, pairs: &[(String, String)]) -> String {
        let table = self.table();
        let title = sent_record_text(pairs, &table.columns[title_column(table)]);
        if title.is_empty() { readable(table.schema) } else { title }
    }
}
