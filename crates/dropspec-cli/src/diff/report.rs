//! The changes, for people and for machines.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::change::{Change, Place, Severity};

/// How many operations are named before the rest is only counted.
const NAMED: usize = 3;

/// A line for each change, those that break first, and one that sums up.
pub(super) fn text(changes: &[Change], out: &mut impl Write) -> io::Result<()> {
    for change in changes {
        let Change { operations, old, new, what, .. } = change;
        let at = |place: &Place| {
            let line = place.position.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
            format!("{line} #{}", place.pointer)
        };
        let concerned = concerned(operations).map(|operations| format!(" {operations}:")).unwrap_or_default();
        writeln!(out, "{}:{concerned} {what} (old{}, new{})", word(change.severity), at(old), at(new))?;
    }
    let count = |severity| changes.iter().filter(|change| change.severity == severity).count();
    match (count(Severity::Breaking), count(Severity::Compatible)) {
        (0, 0) => writeln!(out, "no change that a client could notice"),
        (breaking, compatible) => writeln!(out, "{breaking} breaking, {compatible} compatible"),
    }
}

fn concerned(operations: &[String]) -> Option<String> {
    let named = operations.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match operations.len() {
        0 => None,
        count if count <= NAMED => Some(named),
        count => Some(format!("{named} and {} more", count - NAMED)),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "breaking",
        Severity::Compatible => "compatible",
    }
}

/// The documents, and all changes with all operations.
pub(super) fn json(old: &Path, new: &Path, changes: &[Change], out: &mut impl Write) -> io::Result<()> {
    let count = |severity| changes.iter().filter(|change| change.severity == severity).count();
    let report = Report {
        old: old.display().to_string(),
        new: new.display().to_string(),
        breaking: count(Severity::Breaking),
        compatible: count(Severity::Compatible),
        changes: changes.iter().map(Line::new).collect(),
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
    changes: Vec<Line<'c>>,
}

#[derive(Serialize)]
struct Line<'c> {
    severity: &'static str,
    operations: &'c [String],
    what: &'c str,
    old: Spot<'c>,
    new: Spot<'c>,
}

#[derive(Serialize)]
struct Spot<'c> {
    pointer: &'c str,
    line: Option<usize>,
    column: Option<usize>,
}

impl<'c> Line<'c> {
    fn new(change: &'c Change) -> Self {
        let Change { severity, operations, old, new, what } = change;
        Self { severity: word(*severity), operations, what, old: Spot::new(old), new: Spot::new(new) }
    }
}

impl<'c> Spot<'c> {
    fn new(place: &'c Place) -> Self {
        Self {
            pointer: &place.pointer,
            line: place.position.map(|(line, _)| line),
            column: place.position.map(|(_, column)| column),
        }
    }
}
