//! Writes the findings as JSON.

use std::io::{self, Write};

use serde::Serialize;

use crate::check::counts::Counts;
use crate::check::{Finding, Findings, Support};

/// Writes an array with an object per document.
pub(in crate::check) fn write(all: &[Findings], out: &mut impl Write) -> io::Result<()> {
    let documents: Vec<DocumentReport<'_>> = all.iter().map(DocumentReport::new).collect();
    serde_json::to_writer_pretty(&mut *out, &documents)?;
    writeln!(out)
}

#[derive(Serialize)]
struct DocumentReport<'f> {
    document: String,
    status: &'static str,
    #[serde(flatten)]
    counts: Option<Counts>,
    errors: Vec<FindingReport<'f>>,
    warnings: Vec<FindingReport<'f>>,
}

#[derive(Serialize)]
struct FindingReport<'f> {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    pointer: &'f str,
    subject: Option<&'f str>,
    message: &'f str,
}

impl<'f> DocumentReport<'f> {
    fn new(findings: &'f Findings) -> Self {
        Self {
            document: findings.document.display().to_string(),
            status: findings.support.code(),
            counts: findings.counts,
            errors: findings.errors.iter().map(FindingReport::new).collect(),
            warnings: findings.warnings.iter().map(FindingReport::new).collect(),
        }
    }
}

impl<'f> FindingReport<'f> {
    fn new(Finding { diagnostic, subject }: &'f Finding) -> Self {
        Self {
            file: diagnostic.file.display().to_string(),
            line: diagnostic.position.map(|(line, _)| line),
            column: diagnostic.position.map(|(_, column)| column),
            pointer: &diagnostic.pointer,
            subject: subject.as_deref(),
            message: &diagnostic.message,
        }
    }
}

impl Support {
    /// The value of `status`.
    fn code(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Unsupported => "unsupported",
            Self::Unreadable => "unreadable",
        }
    }
}
