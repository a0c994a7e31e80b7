//! The findings, for people and for machines.

use std::io::{self, Write};

use dropspec_openapi::diagnostic::Diagnostic;
use serde::Serialize;

use super::counts::{Counts, number};
use super::{Findings, Verdict};

/// One line for each document, and one for each finding, which begins as compilers' messages do.
pub(super) fn text(found: &[Findings], out: &mut impl Write) -> io::Result<()> {
    for (index, findings) in found.iter().enumerate() {
        if index > 0 && !(findings.is_plain() && found[index - 1].is_plain()) {
            writeln!(out)?;
        }
        let Findings { document, verdict, counts, refused, remarks } = findings;
        let mut facts = vec![word(*verdict).to_owned()];
        facts.extend(counts.map(Counts::words));
        facts.extend(number(refused.len(), "refusal").filter(|_| *verdict == Verdict::Bad));
        facts.extend(number(remarks.len(), "remark"));
        writeln!(out, "{}: {}", document.display(), facts.join(", "))?;
        for diagnostic in refused {
            writeln!(out, "{diagnostic}")?;
        }
        for remark in remarks {
            let message = format!("remark: {}", remark.message);
            writeln!(out, "{}", Diagnostic { message, ..remark.clone() })?;
        }
    }
    Ok(())
}

impl Findings {
    fn is_plain(&self) -> bool {
        self.refused.is_empty() && self.remarks.is_empty()
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "supported",
        Verdict::Bad => "refused",
        Verdict::Unreadable => "unreadable",
    }
}

pub(super) fn json(found: &[Findings], out: &mut impl Write) -> io::Result<()> {
    let documents: Vec<Document<'_>> = found.iter().map(Document::new).collect();
    serde_json::to_writer_pretty(&mut *out, &documents)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'f> {
    document: String,
    verdict: &'static str,
    #[serde(flatten)]
    counts: Option<Counts>,
    refused: Vec<Place<'f>>,
    remarks: Vec<Place<'f>>,
}

#[derive(Serialize)]
struct Place<'f> {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    pointer: &'f str,
    message: &'f str,
}

impl<'f> Document<'f> {
    fn new(findings: &'f Findings) -> Self {
        Self {
            document: findings.document.display().to_string(),
            verdict: word(findings.verdict),
            counts: findings.counts,
            refused: findings.refused.iter().map(Place::new).collect(),
            remarks: findings.remarks.iter().map(Place::new).collect(),
        }
    }
}

impl<'f> Place<'f> {
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
