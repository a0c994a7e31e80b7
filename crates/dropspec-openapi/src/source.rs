//! A document as files: YAML or JSON, with the position of every value.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::normalize::Normalized;
use crate::resolver::{ResolvedFiles, from_disk};
use crate::yaml;

/// A document that has been read and resolved but not checked. All references refer to its components.
#[derive(Debug)]
pub struct Source {
    resolved: ResolvedFiles,
    normalized: Option<Normalized>,
}

impl Source {
    /// Reads a file and all files that it refers to. JSON is read as YAML.
    ///
    /// # Errors
    /// If a file cannot be read, is not YAML, has values without a JSON equivalent, or is nested too deeply.
    pub fn read(file: &Path) -> Result<Self, Diagnostics> {
        Ok(Self::new(ResolvedFiles::read(file, &from_disk)?))
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
        Ok(Self::new(ResolvedFiles::read(root, &read)?))
    }

    fn new(resolved: ResolvedFiles) -> Self {
        let normalized = Normalized::from_document(resolved.value());
        Self { resolved, normalized }
    }

    /// The normalized document: every operation has an `operationId`, and every path includes the base path.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.normalized.as_ref().map_or(self.resolved.value(), |normalized| &normalized.value)
    }

    /// The files that the document consists of, the root first.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.resolved.files.iter().map(|file| file.path.as_path())
    }

    /// The document as YAML; a single file is returned unchanged.
    #[must_use]
    pub fn yaml(&self) -> Cow<'_, str> {
        match self.resolved.files.as_slice() {
            [file] => Cow::Borrowed(&file.text),
            _ => Cow::Owned(yaml::write(self.resolved.value())),
        }
    }

    /// The document as JSON; a single file is not rewritten.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self.published()).unwrap_or_default()
    }

    /// The document as clients see it; a single file is not rewritten.
    pub(crate) fn published(&self) -> &Value {
        match self.resolved.files.as_slice() {
            [file] => &file.value,
            _ => self.resolved.value(),
        }
    }

    /// A diagnostic about the value at a pointer, with its position in its file.
    #[must_use]
    pub fn diagnostic(&self, pointer: &str, message: impl Into<String>) -> Diagnostic {
        let (file, pointer) = self.resolved.origin(&self.resolved_pointer(pointer));
        self.resolved.files[file].diagnostic(&pointer, message)
    }

    /// The diagnostic about the reference at a pointer, if it could not be resolved.
    pub(crate) fn unresolved_reference(&self, pointer: &str) -> Option<&Diagnostic> {
        self.resolved.unresolved(&self.resolved_pointer(pointer))
    }

    fn resolved_pointer<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        self.normalized.as_ref().map_or(Cow::Borrowed(pointer), |normalized| Cow::Owned(normalized.origin(pointer)))
    }
}
