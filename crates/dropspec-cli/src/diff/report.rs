//! Writes the changes as text or as JSON.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::change::{Change, Location, Severity};

/// The number of operations that are named per change; the others are counted.
const MAX_NAMED: usize = 3;

/// Writes a line per change, and a summary line.
pub(super) fn text(changes: &[Change], out: &mut impl Write) -> io::Result<()> {
    for change in changes {
        let Change { severity, operations, old, new, message } = change;
        let at = |location: &Location| {
            let position = location.position.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
            format!("{position} #{}", location.pointer)
        };
        let affected = affected(operations).map(|operations| format!(" {operations}:")).unwrap_or_default();
        writeln!(out, "{}:{affected} {message} (old{}, new{})", severity.word(), at(old), at(new))?;
    }
    match (count(changes, Severity::Breaking), count(changes, Severity::Compatible)) {
        (0, 0) => writeln!(out, "no changes that affect clients"),
        (breaking, compatible) => writeln!(out, "{breaking} breaking, {compatible} compatible"),
    }
}

/// The operations that a change affects, the first few by name; none if it affects all.
fn affected(operations: &[String]) -> Option<String> {
    let named = operations.iter().take(MAX_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match operations.len() {
        0 => None,
        count if count <= MAX_NAMED => Some(named),
        count => Some(format!("{named} and {} more", count - MAX_NAMED)),
    }
}

fn count(changes: &[Change], severity: Severity) -> usize {
    changes.iter().filter(|change| change.severity == severity).count()
}

impl Severity {
    fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Compatible => "compatible",
        }
    }
}

/// Writes a JSON object with all changes, each with all affected operations.
pub(super) fn json(old: &Path, new: &Path, changes: &[Change], out: &mut impl Write) -> io::Result<()> {
    let report = Report {
        old: old.display().to_string(),
        new: new.display().to_string(),
        breaking: count(changes, Severity::Breaking),
        compatible: count(changes, Severity::Compatible),
        changes: changes.iter().map(ChangeReport::new).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Report<'c> {
    old: String,
    new: String,
    breaking: usize,
    compatible: usize,
    changes: Vec<ChangeReport<'c>>,
}

#[derive(Serialize)]
struct ChangeReport<'c> {
    severity: &'static str,
    operations: &'c [String],
    message: &'c str,
    old: LocationReport<'c>,
    new: LocationReport<'c>,
}

#[derive(Serialize)]
struct LocationReport<'c> {
    pointer: &'c str,
    line: Option<usize>,
    column: Option<usize>,
}

impl<'c> ChangeReport<'c> {
    fn new(change: &'c Change) -> Self {
        let Change { severity, operations, old, new, message } = change;
        Self {
            severity: severity.word(),
            operations,
            message,
            old: LocationReport::new(old),
            new: LocationReport::new(new),
        }
    }
}

impl<'c> LocationReport<'c> {
    fn new(location: &'c Location) -> Self {
        Self {
            pointer: &location.pointer,
            line: location.position.map(|(line, _)| line),
            column: location.position.map(|(_, column)| column),
        }
    }
}
