//! `dropspec check`: reports what of a document is not supported, and what has no effect.

mod auth_responses;
mod counts;
mod ineffective;
mod report;

use std::io::Write;
use std::path::{Path, PathBuf};

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::{Diagnostic, Diagnostics};
use dropspec_openapi::document::Document;
use dropspec_openapi::examples;
use dropspec_openapi::source::Source;

use crate::arguments::Format;
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
    errors: Vec<Diagnostic>,
    /// What is accepted, but may not do what its authors expect.
    warnings: Vec<Diagnostic>,
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
            self.errors = sorted(self.errors);
            self.support = self.support.max(Support::Unsupported);
        }
        self
    }
}

pub(crate) fn run(
    documents: &[PathBuf],
    format: Format,
    strictness: Strictness,
    out: &mut impl Write,
) -> Result<ExitStatus, Error> {
    let all: Vec<Findings> = documents.iter().map(|document| check(document).judged(strictness)).collect();
    match format {
        Format::Text => report::text(&all, out)?,
        Format::Json => report::json(&all, out)?,
    }
    Ok(all.iter().map(|findings| findings.support.exit_status()).max().unwrap_or(ExitStatus::Success))
}

fn check(document: &Path) -> Findings {
    let findings = |support, counts, errors, warnings| Findings {
        document: document.to_owned(),
        support,
        counts,
        errors: sorted(errors),
        warnings: sorted(warnings),
    };
    let source = match input::read(document) {
        Ok(source) => source,
        Err(Diagnostics(errors)) => return findings(Support::Unreadable, None, errors, Vec::new()),
    };
    let counts = Some(counts::count(source.value()));
    let mut warnings = source.warnings();
    warnings.extend(ineffective::warnings(&source));
    warnings.extend(examples::invalid_examples(&source));
    match codegen::server(&source) {
        Ok(generated) => {
            warnings.extend(source.locate(&generated.warnings));
            if let Ok(document) = Document::read(&source) {
                warnings.extend(auth_responses::undeclared(&document));
                warnings.extend(auth_responses::unsatisfiable(&source, &document));
            }
            warnings.extend(client_errors(document, &source));
            findings(Support::Supported, counts, Vec::new(), warnings)
        }
        Err(Diagnostics(errors)) => {
            // An extension can be an error and without effect; the error says more.
            warnings.retain(|warning| errors.iter().all(|error| error.pointer != warning.pointer));
            findings(Support::Unsupported, counts, errors, warnings)
        }
    }
}

/// The reasons why no client can be generated from the document.
fn client_errors(document: &Path, source: &Source) -> Vec<Diagnostic> {
    let Err(Diagnostics(mut errors)) = codegen::client(source) else { return Vec::new() };
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
    diagnostics.sort_by(|one, other| (&one.file, one.position).cmp(&(&other.file, other.position)));
    diagnostics.dedup();
    diagnostics
}
