//! A file of a document.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::positions::Positions;
use super::{load, text};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A parsed YAML or JSON file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) value: Value,
    positions: Positions,
}

impl File {
    /// Parses the bytes of a file.
    pub(crate) fn parse(path: &Path, bytes: Vec<u8>) -> Result<Self, Diagnostics> {
        let problem = |position, pointer: &str, message| Diagnostic {
            file: path.to_owned(),
            position,
            pointer: pointer.to_owned(),
            message,
        };
        let text = text::decode(bytes).map_err(|(at, message)| Diagnostics(vec![problem(Some(at), "", message)]))?;
        let (value, positions) = load::load(&text::as_yaml(&text)).map_err(|errors| {
            let found = errors.into_iter().map(|(at, pointer, message)| problem(at, &pointer, message));
            Diagnostics(found.collect())
        })?;
        Ok(Self { path: path.to_owned(), text, value, positions })
    }

    /// A diagnostic about the value at a pointer. A missing value has the position of its parent.
    pub(crate) fn diagnostic(&self, pointer: &str, message: impl Into<String>) -> Diagnostic {
        let position = Some(self.positions.find(&self.value, pointer));
        Diagnostic { file: self.path.clone(), position, pointer: pointer.to_owned(), message: message.into() }
    }
}
