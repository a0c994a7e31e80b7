//! The message that is printed when the service has started.

use std::fmt::Write as _;
use std::net::SocketAddr;

use crate::resources::Entry;
use crate::{App, Resources as _};

/// What is served, and where.
pub(super) struct Greeting {
    pub(super) scheme: &'static str,
    pub(super) address: SocketAddr,
    pub(super) admin: Option<SocketAddr>,
    pub(super) notes: Vec<Entry>,
    pub(super) has_docs: bool,
}

impl Greeting {
    /// The text for a person.
    pub(super) fn text<A: App>(&self) -> String {
        let Self { scheme, address, admin, .. } = self;
        let url = |path: &str| format!("{scheme}://{address}{path}");
        let mut entries: Vec<Entry> = A::Resources::paths().iter().map(|(label, path)| (*label, url(path))).collect();
        entries.push(("document", url("/openapi.yaml")));
        if self.has_docs {
            entries.push(("docs", url("/docs")));
        }
        if let Some(admin) = admin {
            entries.push(("metrics", format!("http://{admin}/metrics")));
        }
        entries.extend(self.notes.iter().cloned());
        let width = entries.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
        let mut text = String::new();
        for (label, entry) in entries {
            // To write to a string cannot fail.
            let _ = writeln!(text, "{label:width$}  {entry}");
        }
        text.push_str("Press Ctrl-C to stop.\n");
        text
    }

    /// The note with this label.
    pub(super) fn note(&self, label: &str) -> Option<&str> {
        self.notes.iter().find(|(it, _)| *it == label).map(|(_, note)| &**note)
    }
}
