//! Writes the findings as text or as JSON.

use std::io::{self, Write};

use dropspec_openapi::diagnostic::Diagnostic;
use serde::Serialize;

use super::counts::{Counts, phrase};
use super::{Findings, Support};

/// Writes a summary line per document, followed by its errors and warnings in the format of compilers.
pub(super) fn text(all: &[Findings], out: &mut impl Write) -> io::Result<()> {
    for (index, findings) in all.iter().enumerate() {
        if index > 0 && !(findings.is_empty() && all[index - 1].is_empty()) {
            writeln!(out)?;
        }
        let Findings { document, support, counts, errors, warnings } = findings;
        let mut summary = vec![support.describe().to_owned()];
        summary.extend(counts.iter().copied().flat_map(Counts::phrases));
        summary.extend(phrase(errors.len(), "error").filter(|_| *support == Support::Unsupported));
        summary.extend(phrase(warnings.len(), "warning"));
        writeln!(out, "{}: {}", document.display(), summary.join(", "))?;
        for (level, diagnostics) in [("error", errors), ("warning", warnings)] {
            for diagnostic in diagnostics {
                let message = format!("{level}: {}", diagnostic.message);
                writeln!(out, "{}", Diagnostic { message, ..diagnostic.clone() })?;
            }
        }
    }
    Ok(())
}

impl Findings {
    fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.warnings.is_empty()
    }
}

impl Support {
    fn describe(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Unsupported => "not supported",
            Self::Unreadable => "cannot be read",
        }
    }

    /// The value of `status` in JSON.
    fn code(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Unsupported => "unsupported",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Writes a JSON array with an object per document.
pub(super) fn json(all: &[Findings], out: &mut impl Write) -> io::Result<()> {
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
    errors: Vec<DiagnosticReport<'f>>,
    warnings: Vec<DiagnosticReport<'f>>,
}

#[derive(Serialize)]
struct DiagnosticReport<'f> {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    pointer: &'f str,
    message: &'f str,
}

impl<'f> DocumentReport<'f> {
    fn new(findings: &'f Findings) -> Self {
        Self {
            document: findings.document.display().to_string(),
            status: findings.support.code(),
            counts: findings.counts,
            errors: findings.errors.iter().map(DiagnosticReport::new).collect(),
            warnings: findings.warnings.iter().map(DiagnosticReport::new).collect(),
        }
    }
}

impl<'f> DiagnosticReport<'f> {
    fn new(diagnostic: &'f Diagnostic) -> Self {
        Self {
            file: diagnostic.file.display().to_string(),
            line: diagnostic.position.map(|(line, _)| line),
            column: diagnostic.position.map(|(_, column)| column),
            pointer: &diagnostic.pointer,
            message: &diagnostic.message,
        }
    }
}
