//! `dropspec check`: what of a document is supported, and what is refused and where.

mod counts;
mod denials;
mod remarks;
mod report;

use std::io::Write;
use std::path::{Path, PathBuf};

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::{Diagnostic, Diagnostics};
use dropspec_openapi::document::Document;
use dropspec_openapi::examples;
use dropspec_openapi::source::Source;

use crate::arguments::Format;
use crate::{Failure, Verdict, input};

use counts::Counts;

/// What there is to say about one document.
#[derive(Debug)]
struct Findings {
    document: PathBuf,
    verdict: Verdict,
    /// What it has, as far as it can be read.
    counts: Option<Counts>,
    /// Why it cannot be served.
    refused: Vec<Diagnostic>,
    /// What is allowed, and not what its authors may think.
    remarks: Vec<Diagnostic>,
}

pub(crate) fn run(documents: &[PathBuf], format: Format, out: &mut impl Write) -> Result<Verdict, Failure> {
    let found: Vec<Findings> = documents.iter().map(|document| check(document)).collect();
    match format {
        Format::Text => report::text(&found, out)?,
        Format::Json => report::json(&found, out)?,
    }
    Ok(found.iter().map(|findings| findings.verdict).max().unwrap_or(Verdict::Good))
}

fn check(document: &Path) -> Findings {
    let found = |verdict, counts, refused, remarks| Findings {
        document: document.to_owned(),
        verdict,
        counts,
        refused: in_order(refused),
        remarks: in_order(remarks),
    };
    let source = match input::read(document) {
        Ok(source) => source,
        Err(Diagnostics(refused)) => return found(Verdict::Unreadable, None, refused, Vec::new()),
    };
    let counts = Some(counts::count(source.value()));
    let mut remarks = remarks::remarks(&source);
    remarks.extend(examples::invalid_examples(&source));
    match codegen::server(&source) {
        Ok(_) => {
            remarks.extend(Document::read(&source).iter().flat_map(denials::undeclared));
            remarks.extend(no_client(document, &source));
            found(Verdict::Good, counts, Vec::new(), remarks)
        }
        Err(Diagnostics(refused)) => found(Verdict::Bad, counts, refused, remarks),
    }
}

/// Why there is no client, where there is none.
fn no_client(document: &Path, source: &Source) -> Vec<Diagnostic> {
    let Err(Diagnostics(mut found)) = codegen::client(source) else { return Vec::new() };
    for diagnostic in &mut found {
        // What a library says, it says of the whole.
        if diagnostic.position.is_none() {
            diagnostic.file = document.to_owned();
        }
        diagnostic.message.insert_str(0, "no client can be generated: ");
    }
    found
}

/// In the order of the text, each once.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|one, other| (&one.file, one.position).cmp(&(&other.file, other.position)));
    diagnostics.dedup();
    diagnostics
}
