//! A document with resolved references.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::files::Reader;
use super::target::FilePointer;
use super::{collect, write};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::File;

/// The files of a document, and the document that they are resolved to.
#[derive(Debug)]
pub(crate) struct ResolvedFiles {
    /// The files, the root first.
    pub(crate) files: Vec<Arc<File>>,
    /// The rewritten document, if it had to be rewritten.
    rewritten: Option<Value>,
    /// The origins of the values that were moved, by their new pointers.
    moved: HashMap<String, FilePointer>,
    /// The references that could not be resolved, by their locations.
    unresolved: HashMap<FilePointer, Diagnostic>,
}

impl ResolvedFiles {
    /// Reads a document with all files that it refers to.
    pub(crate) fn read(root: &Path, read: Reader<'_>) -> Result<Self, Diagnostics> {
        let collected = collect::collect(root, read)?;
        let mut resolved =
            Self { files: Vec::new(), rewritten: None, moved: HashMap::new(), unresolved: HashMap::new() };
        if collected.is_unchanged() {
            resolved.unresolved = collected.unresolved;
        } else {
            let (value, moved, unresolved) = write::write(&collected);
            (resolved.rewritten, resolved.moved, resolved.unresolved) = (Some(value), moved, unresolved);
        }
        resolved.files = collected.files.all;
        Ok(resolved)
    }

    /// The whole document.
    pub(crate) fn value(&self) -> &Value {
        self.rewritten.as_ref().unwrap_or(&self.files[0].value)
    }

    /// The location where the value at a pointer was written.
    pub(crate) fn origin(&self, pointer: &str) -> FilePointer {
        let mut known = pointer;
        loop {
            match (self.moved.get(known), known.rfind('/')) {
                (Some((file, location)), _) => return (*file, format!("{location}{}", &pointer[known.len()..])),
                (None, Some(end)) => known = &known[..end],
                (None, None) => return (0, pointer.to_owned()),
            }
        }
    }

    /// The diagnostic about the reference at a pointer, if it could not be resolved.
    pub(crate) fn unresolved(&self, pointer: &str) -> Option<&Diagnostic> {
        if self.unresolved.is_empty() { None } else { self.unresolved.get(&self.origin(pointer)) }
    }
}
