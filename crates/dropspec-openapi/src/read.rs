//! Reads documents: their files are resolved, adjusted and normalized.

use std::io;
use std::path::Path;

use crate::adjust::{Adjustments, PASSES};
use crate::diagnostic::Diagnostics;
use crate::node::Node;
use crate::normalize::Normalization;
use crate::resolver::{ResolvedFiles, from_disk};
use crate::source::Source;

impl Source {
    /// Reads a file and all files that it refers to. JSON is read as YAML.
    ///
    /// # Errors
    /// If a file cannot be read, is not YAML, has values without a JSON equivalent, or is nested too deeply.
    pub fn read(file: &Path) -> Result<Self, Diagnostics> {
        Ok(served(ResolvedFiles::read(file, &from_disk)?))
    }

    /// Parses the text of a file, which can refer only to itself.
    ///
    /// # Errors
    /// If it is not YAML, has values without a JSON equivalent, or is nested too deeply.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Diagnostics> {
        Self::from_files(&[(file, text)])
    }

    /// Parses files given as text, the root first.
    ///
    /// # Errors
    /// If a file is not YAML, has values without a JSON equivalent, or is nested too deeply.
    pub fn from_files(files: &[(&Path, &str)]) -> Result<Self, Diagnostics> {
        let read = |path: &Path| {
            let found = files.iter().find(|(file, _)| *file == path);
            found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| io::Error::other("file not found"))
        };
        let root = files.first().map_or(Path::new(""), |(root, _)| root);
        Ok(served(ResolvedFiles::read(root, &read)?))
    }
}

/// The document as it is served.
fn served(resolved: ResolvedFiles) -> Source {
    let mut source = Source::unchanged(resolved);
    for pass in PASSES {
        let mut adjustments = Adjustments::find(&Node::root(&source), *pass);
        source.warnings.extend(std::mem::take(&mut adjustments.warnings));
        if !adjustments.is_empty() {
            adjustments.apply(source.changed_mut());
        }
    }
    if let Some(normalization) = Normalization::of(source.value()) {
        source.original_paths = normalization.apply(source.changed_mut());
    }
    source
}
