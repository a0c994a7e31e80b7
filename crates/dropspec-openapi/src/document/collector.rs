//! What stands against a document.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Checked;

/// What has been found so far that stands against a document.
#[derive(Default)]
pub(super) struct DiagnosticCollector {
    found: Vec<Diagnostic>,
    /// Where something of the wrong kind stands: whatever else is said about it follows from that.
    malformed: HashSet<(std::path::PathBuf, String)>,
}

impl DiagnosticCollector {
    /// Takes what is wrong with the form of the document.
    pub(super) fn add_malformed(&mut self, outcome: Checked<()>) {
        if let Err(Diagnostics(found)) = outcome {
            self.malformed.extend(found.iter().map(|it| (it.file.clone(), it.pointer.clone())));
            self.found.extend(found);
        }
    }

    /// Takes what is wrong, and gives what is right.
    pub(super) fn add<T>(&mut self, outcome: Checked<T>) -> Option<T> {
        outcome
            .map_err(|Diagnostics(found)| {
                let follows = |it: &Diagnostic| self.malformed.contains(&(it.file.clone(), it.pointer.clone()));
                self.found.extend(found.into_iter().filter(|it| !follows(it)));
            })
            .ok()
    }

    /// Each complaint once: what several operations share is read for each of them. In the order of the files.
    pub(super) fn finish(self) -> Checked<()> {
        let mut seen = HashSet::new();
        let mut kept: Vec<Diagnostic> = self.found;
        kept.retain(|it| seen.insert((it.file.clone(), it.pointer.clone(), it.message.clone())));
        kept.sort_by(|a, b| (&a.file, a.position).cmp(&(&b.file, b.position)));
        if kept.is_empty() { Ok(()) } else { Err(Diagnostics(kept)) }
    }
}
