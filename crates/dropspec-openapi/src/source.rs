//! A document as files: YAML or JSON, with the position of every value.

use std::borrow::Cow;
use std::path::Path;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::formats::{FormatError, ServiceFormat, is_defined_format};
use crate::normalize::OriginalPaths;
use crate::resolver::ResolvedFiles;
use crate::warnings::Warnings;
use crate::yaml;

/// A document that has been read and resolved but not checked. All references refer to its components.
#[derive(Debug)]
pub struct Source {
    resolved: ResolvedFiles,
    /// The adjusted and normalized document, if that changes anything.
    changed: Option<Value>,
    pub(crate) original_paths: OriginalPaths,
    pub(crate) warnings: Warnings,
    formats: Vec<ServiceFormat>,
}

impl Source {
    /// The document of resolved files, as it is written.
    pub(crate) fn unchanged(resolved: ResolvedFiles) -> Self {
        Self {
            resolved,
            changed: None,
            original_paths: OriginalPaths::default(),
            warnings: Warnings::default(),
            formats: Vec::new(),
        }
    }

    /// The document, for changes.
    pub(crate) fn changed_mut(&mut self) -> &mut Value {
        self.changed.get_or_insert_with(|| self.resolved.value().clone())
    }

    /// The document as it is served: without what has no effect, every operation with an `operationId`, and every path with the base path.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.changed.as_ref().unwrap_or(self.resolved.value())
    }

    /// Adds a format of strings that the service checks.
    ///
    /// # Errors
    /// If the format is defined already.
    pub fn add_format(&mut self, format: ServiceFormat) -> Result<(), FormatError> {
        if is_defined_format(&format.name) || self.has_format(&format.name) {
            return Err(FormatError::Defined(format.name));
        }
        self.formats.push(format);
        Ok(())
    }

    /// The formats that the service adds.
    pub(crate) fn formats(&self) -> &[ServiceFormat] {
        &self.formats
    }

    /// Whether the service adds a format.
    pub(crate) fn has_format(&self, name: &str) -> bool {
        self.formats.iter().any(|format| format.name == name)
    }

    /// What of the document was ignored or replaced.
    #[must_use]
    pub fn warnings(&self) -> Vec<Diagnostic> {
        self.locate(&self.warnings)
    }

    /// Diagnostics of warnings, with their positions in the files of the document.
    #[must_use]
    pub fn locate(&self, warnings: &Warnings) -> Vec<Diagnostic> {
        warnings.iter().map(|(message, pointer)| self.diagnostic(pointer, message)).collect()
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

    /// The value of a file of the document.
    pub(crate) fn file_value(&self, path: &Path) -> Option<&Value> {
        self.resolved.files.iter().find(|file| file.path == path).map(|file| &file.value)
    }

    /// The diagnostic about the reference at a pointer, if it could not be resolved.
    pub(crate) fn unresolved_reference(&self, pointer: &str) -> Option<&Diagnostic> {
        self.resolved.unresolved(&self.resolved_pointer(pointer))
    }

    fn resolved_pointer(&self, pointer: &str) -> String {
        self.original_paths.origin(pointer)
    }
}
