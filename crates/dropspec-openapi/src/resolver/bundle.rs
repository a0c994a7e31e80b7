//! A document whose references are resolved.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::files::Reader;
use super::target::Place;
use super::{collect, write};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::File;

/// A document of one file or several.
#[derive(Debug)]
pub(crate) struct Bundle {
    /// The files, the root first.
    pub(crate) files: Vec<Arc<File>>,
    /// The document anew, if it had to be written anew.
    rewritten: Option<Value>,
    /// Where the parts of it come from that stand somewhere else now.
    moved: HashMap<String, Place>,
    /// What is wrong with references, by their places.
    refused: HashMap<Place, Diagnostic>,
}

impl Bundle {
    /// Reads a document with all files that it refers to.
    pub(crate) fn read(root: &Path, read: Reader<'_>) -> Result<Self, Diagnostics> {
        let survey = collect::survey(root, read)?;
        let mut bundle = Self { files: Vec::new(), rewritten: None, moved: HashMap::new(), refused: HashMap::new() };
        if survey.is_as_written() {
            bundle.refused = survey.refused;
        } else {
            let (value, moved, refused) = write::write(&survey);
            (bundle.rewritten, bundle.moved, bundle.refused) = (Some(value), moved, refused);
        }
        bundle.files = survey.files.all;
        Ok(bundle)
    }

    /// The whole document.
    pub(crate) fn value(&self) -> &Value {
        self.rewritten.as_ref().unwrap_or(&self.files[0].value)
    }

    /// Where the value at a pointer into the document was written.
    pub(crate) fn origin(&self, pointer: &str) -> Place {
        let mut known = pointer;
        loop {
            match (self.moved.get(known), known.rfind('/')) {
                (Some((file, place)), _) => return (*file, format!("{place}{}", &pointer[known.len()..])),
                (None, Some(end)) => known = &known[..end],
                (None, None) => return (0, pointer.to_owned()),
            }
        }
    }

    /// What is wrong with the reference at a pointer, if it could not be followed.
    pub(crate) fn refused(&self, pointer: &str) -> Option<&Diagnostic> {
        if self.refused.is_empty() { None } else { self.refused.get(&self.origin(pointer)) }
    }
}
