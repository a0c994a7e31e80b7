//! Problems as pages: after invalid input, the form again with the errors beside its fields.

use std::ops::RangeInclusive;

use askama::Template;
use dropspec_db::{Table, Value};
use dropspec_http::{Alternate, ProblemView, RenderProblem};
use dropspec_schema::Violation;
use http::StatusCode;

use crate::form::{EditedRecord, Form, FormContent, sent_record_text, sent_text};
use crate::href;
use crate::labels::{capitalize, inline_label, label};
use crate::page::{Page, STYLE};
use crate::title::{title, title_column};

/// Renders the problems of an operation as pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pages {
    /// What the pages are about.
    subject: Subject,
    /// The statuses of the problems that the document describes as `text/html`.
    codes: &'static [u16],
    /// The ranges of such statuses.
    ranges: &'static [RangeInclusive<u16>],
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

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    title: String,
    style: &'static str,
    table: String,
    list: String,
    current: Option<String>,
    heading: String,
    detail: Option<String>,
    errors: Vec<String>,
    request_id: &'p str,
    form: Option<Form>,
}

impl RenderProblem for Pages {
    fn media_type(&self) -> &'static str {
        Page::MEDIA_TYPE
    }

    fn covers(&self, status: StatusCode) -> bool {
        let status = status.as_u16();
        self.codes.contains(&status) || self.ranges.iter().any(|range| range.contains(&status))
    }

    fn render(&self, view: &ProblemView<'_>) -> Option<Alternate> {
        self.page(view).ok().map(Alternate::from)
    }
}

impl Pages {
    /// Pages for no status.
    #[must_use]
    pub const fn of(subject: Subject) -> Self {
        Self { subject, codes: &[], ranges: &[] }
    }

    /// Pages for problems with these statuses.
    #[must_use]
    pub const fn codes(self, codes: &'static [u16]) -> Self {
        Self { codes, ..self }
    }

    /// Pages for problems with statuses in these ranges: `4XX` and `default` of the document.
    #[must_use]
    pub const fn ranges(self, ranges: &'static [RangeInclusive<u16>]) -> Self {
        Self { ranges, ..self }
    }

    /// The page of a problem.
    pub(crate) fn page(&self, view: &ProblemView<'_>) -> Result<Page, askama::Error> {
        let form = self.subject.form(view);
        let heading = match (&form, self.subject) {
            (Some(_), Subject::List(table)) => format!("New {}", inline_label(table.schema)),
            (Some(_), Subject::Record(table)) => sent_title(table, view.form.unwrap_or_default()),
            _ => view.status.canonical_reason().unwrap_or("Error").to_owned(),
        };
        let (table, list) = match self.subject {
            Subject::List(table) => (label(table.name), href::list(table).to_owned()),
            Subject::Record(table) => (label(table.name), href::list_from_record(table)),
            Subject::Nothing => Default::default(),
        };
        let is_conflict = matches!(self.subject, Subject::Record(_)) && view.status == StatusCode::CONFLICT;
        // A form shows the errors itself.
        let errors = view.problem.errors.iter().filter(|_| form.is_none());
        let prefix = if form.is_some() { "Error: " } else { "" };
        let title = if table.is_empty() { heading.clone() } else { format!("{prefix}{heading} – {table}") };
        // With errors, the detail only repeats the first of them.
        let detail = view.problem.detail.as_deref().filter(|_| view.problem.errors.is_empty());
        Page::render(&ProblemPage {
            title,
            style: STYLE,
            errors: errors.map(|violation| violation.detail.clone()).collect(),
            table,
            list,
            current: is_conflict.then(|| own_href(view)),
            heading,
            detail: detail.map(capitalize),
            request_id: view.request_id,
            form,
        })
    }
}

impl Subject {
    /// The form as it was sent, with its errors, if the client can correct it and it has the fields of a record.
    fn form(self, view: &ProblemView<'_>) -> Option<Form> {
        let sent = view.form.filter(|_| matches!(view.status, StatusCode::BAD_REQUEST | StatusCode::CONFLICT))?;
        let violations = &view.problem.errors;
        match self {
            Self::List(table) => {
                let text = |column: usize| sent_text(sent, &table.columns[column]);
                Some(Form::create(table, href::list(table).to_owned(), &FormContent { text, violations }))
            }
            Self::Record(table) if sent.iter().any(|(name, _)| name.starts_with("record[")) => {
                let text = |column: usize| sent_record_text(sent, &table.columns[column]);
                let version = sent.iter().find(|(name, _)| name == "version").map(|(_, version)| version.clone());
                let (key, version) = (text(table.key[0]), version.unwrap_or_default());
                let record = EditedRecord { href: own_href(view), key, version };
                Some(Form::edit(table, record, &FormContent { text, violations }))
            }
            Self::Record(_) | Self::Nothing => None,
        }
    }
}

/// The page of an edit conflict: the sent values, with the current ones beside those that differ. Its form replaces the current version,
/// so that a user who saves it again has seen what is overwritten.
pub(crate) fn conflict(
    table: &'static Table,
    sent: &[Value<'_>],
    version: i64,
    detail: &str,
    violations: &[Violation],
) -> Result<Page, askama::Error> {
    let key = &sent[table.key[0]];
    let current = href::record(key);
    let content =
        FormContent { text: |column: usize| table.columns[column].column_type.form_text(&sent[column]), violations };
    let edited = EditedRecord { href: current.clone(), key: key.to_string(), version: version.to_string() };
    let heading = title(table, &sent[title_column(table)], key);
    let detail = format!(
        "{}. The current values are shown next to your entries that differ. Save again to overwrite them.",
        capitalize(detail)
    );
    Page::render(&ProblemPage {
        title: format!("Error: {heading} – {}", label(table.name)),
        style: STYLE,
        table: label(table.name),
        list: href::list_from_record(table),
        current: Some(current),
        heading,
        detail: Some(detail),
        errors: Vec::new(),
        request_id: "",
        form: Some(Form::edit(table, edited, &content)),
    })
}

/// The URL of the request, relative to itself: the last segment of its path.
fn own_href(view: &ProblemView<'_>) -> String {
    view.path.rsplit('/').next().unwrap_or_default().to_owned()
}

fn sent_title(table: &Table, sent: &[(String, String)]) -> String {
    let title = sent_record_text(sent, &table.columns[title_column(table)]);
    if title.is_empty() { label(table.schema) } else { title }
}
