//! Collects the diagnostics of a document.

use std::collections::HashSet;

use super::structure::Violations;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::node::Checked;

/// The diagnostics that have been found so far.
#[derive(Default)]
pub(super) struct DiagnosticCollector {
    found: Vec<Diagnostic>,
    /// The values that violate the grammar; further diagnostics about them would be consequences of that.
    malformed: HashSet<(std::path::PathBuf, String)>,
}

impl DiagnosticCollector {
    /// Adds violations of the grammar.
    pub(super) fn add_violations(&mut self, violations: Violations) {
        let Violations { diagnostics, incomplete } = violations;
        self.malformed.extend(diagnostics.iter().chain(&incomplete).map(|it| (it.file.clone(), it.pointer.clone())));
        self.found.extend(diagnostics);
    }

    /// Returns the value, or adds the diagnostics.
    pub(super) fn add<T>(&mut self, outcome: Checked<T>) -> Option<T> {
        outcome
            .map_err(|Diagnostics(found)| {
                let follows = |it: &Diagnostic| self.malformed.contains(&(it.file.clone(), it.pointer.clone()));
                self.found.extend(found.into_iter().filter(|it| !follows(it)));
            })
            .ok()
    }

    /// The diagnostics, each once and in the order of the files: what several operations share is read for each of them.
    pub(super) fn finish(self) -> Diagnostics {
        let mut seen = HashSet::new();
        let mut kept: Vec<Diagnostic> = self.found;
        kept.retain(|it| seen.insert((it.file.clone(), it.pointer.clone(), it.message.clone())));
        kept.sort_by(|a, b| (&a.file, a.position).cmp(&(&b.file, b.position)));
        Diagnostics(kept)
    }
}
