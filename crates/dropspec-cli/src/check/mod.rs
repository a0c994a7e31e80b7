//! `dropspec check`: reports what of a document is not supported, and what has no effect.

mod auth_responses;
mod counts;
mod endless;
mod ineffective;
mod report;

use std::io::Write;
use std::path::{Path, PathBuf};

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::{Diagnostic, Diagnostics};
use dropspec_openapi::document::Document;
use dropspec_openapi::examples;
use dropspec_openapi::formats::{FormatError, ServiceFormat};
use dropspec_openapi::source::Source;

use crate::arguments::CheckFormat;
use crate::error::Error;
use crate::exit::ExitStatus;
use crate::input;

use counts::Counts;

/// Whether a document is supported, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Support {
    Supported,
    Unsupported,
    Unreadable,
}

impl Support {
    fn exit_status(self) -> ExitStatus {
        match self {
            Self::Supported => ExitStatus::Success,
            Self::Unsupported => ExitStatus::Failure,
            Self::Unreadable => ExitStatus::Error,
        }
    }
}

/// The findings about one document.
#[derive(Debug)]
struct Findings {
    document: PathBuf,
    support: Support,
    /// The size of the document; none if it cannot be read.
    counts: Option<Counts>,
    /// Why the document is not supported, or cannot be read.
    errors: Vec<Finding>,
    /// What is accepted, but may not do what its authors expect.
    warnings: Vec<Finding>,
}

/// A diagnostic with the part of the document that it is about, in the names that its author gave.
#[derive(Debug)]
struct Finding {
    diagnostic: Diagnostic,
    subject: Option<String>,
}

/// How warnings count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// A document with warnings is supported.
    Lenient,
    /// Warnings are errors.
    Strict,
}

impl Findings {
    /// The findings with warnings as errors, if they count as such.
    fn judged(mut self, strictness: Strictness) -> Self {
        if strictness == Strictness::Strict && !self.warnings.is_empty() {
            self.errors.append(&mut self.warnings);
            self.errors.sort_by(|one, other| place(&one.diagnostic).cmp(&place(&other.diagnostic)));
            self.support = self.support.max(Support::Unsupported);
        }
        self
    }
}

/// The arguments of the command.
#[derive(Debug)]
pub(crate) struct CheckArgs {
    pub(crate) documents: Vec<PathBuf>,
    pub(crate) format: CheckFormat,
    pub(crate) strictness: Strictness,
    /// The formats of strings that the service checks.
    pub(crate) known_formats: Vec<String>,
}

pub(crate) fn run(arguments: &CheckArgs, out: &mut impl Write) -> Result<ExitStatus, Error> {
    let mut all = Vec::new();
    for document in &arguments.documents {
        all.push(check(document, &arguments.known_formats)?.judged(arguments.strictness));
    }
    match arguments.format {
        CheckFormat::Text => report::text(&all, out)?,
        CheckFormat::Json => report::json(&all, out)?,
        CheckFormat::Sarif => report::sarif(&all, out)?,
    }
    Ok(all.iter().map(|findings| findings.support.exit_status()).max().unwrap_or(ExitStatus::Success))
}

impl Findings {
    /// The findings about a document that cannot be read.
    fn unreadable(document: &Path, errors: Vec<Diagnostic>) -> Self {
        let errors = errors.into_iter().map(|diagnostic| Finding { diagnostic, subject: None }).collect();
        Self { document: document.to_owned(), support: Support::Unreadable, counts: None, errors, warnings: Vec::new() }
    }

    /// The findings about a document that has been read.
    fn about(document: &Path, source: &Source, errors: Vec<Diagnostic>, warnings: Vec<Diagnostic>) -> Self {
        let findings = |diagnostics| {
            let subject = |diagnostic| Finding { subject: source.subject(&diagnostic), diagnostic };
            sorted(diagnostics).into_iter().map(subject).collect()
        };
        Self {
            document: document.to_owned(),
            support: if errors.is_empty() { Support::Supported } else { Support::Unsupported },
            counts: Some(counts::count(source.value())),
            errors: findings(errors),
            warnings: findings(warnings),
        }
    }

    fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.warnings.is_empty()
    }
}

fn check(document: &Path, known_formats: &[String]) -> Result<Findings, FormatError> {
    let mut source = match input::read(document) {
        Ok(source) => source,
        Err(Diagnostics(errors)) => return Ok(Findings::unreadable(document, errors)),
    };
    for name in known_formats {
        source.add_format(ServiceFormat { name: name.clone(), function: None })?;
    }
    let mut warnings = source.warnings();
    warnings.extend(ineffective::warnings(&source));
    warnings.extend(examples::invalid_examples(&source));
    let errors = match codegen::check(&source) {
        Ok(supported) => {
            warnings.extend(source.locate(&supported.warnings));
            if let Ok(document) = Document::read(&source) {
                warnings.extend(auth_responses::undeclared(&document));
                warnings.extend(auth_responses::unsatisfiable(&source, &document));
                warnings.extend(endless::warnings(&source, &document));
            }
            warnings.extend(client_errors(document, supported.client));
            Vec::new()
        }
        Err(Diagnostics(errors)) => {
            // What is an error is not also a warning; the error says more.
            warnings.retain(|warning| errors.iter().all(|error| error.pointer != warning.pointer));
            errors
        }
    };
    Ok(Findings::about(document, &source, errors, warnings))
}

/// The reasons why no client can be generated from the document.
fn client_errors(document: &Path, client: Result<(), Diagnostics>) -> Vec<Diagnostic> {
    let Err(Diagnostics(mut errors)) = client else { return Vec::new() };
    for error in &mut errors {
        // Errors of the client library have no position and no file.
        if error.position.is_none() {
            error.file = document.to_owned();
        }
        error.message.insert_str(0, "no client can be generated: ");
    }
    errors
}

/// Sorts diagnostics by position, without duplicates.
fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|one, other| place(one).cmp(&place(other)));
    diagnostics.dedup();
    diagnostics
}

/// The place of a diagnostic in the order of the files.
fn place(diagnostic: &Diagnostic) -> (&Path, Option<(usize, usize)>) {
    (&diagnostic.file, diagnostic.position)
}
