//! Violations of a schema.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// One thing that is wrong with the input, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Its location.
    #[serde(flatten)]
    pub source: ErrorSource,
    /// The message, worded as by JSON Schema tools.
    pub detail: String,
}

impl Violation {
    /// The length of its texts, in bytes.
    pub(crate) fn size(&self) -> usize {
        let source = match &self.source {
            ErrorSource::Pointer(text) | ErrorSource::Parameter(text) => text.len(),
            ErrorSource::Cell { column, .. } => column.map_or(0, str::len),
        };
        source + self.detail.len()
    }
}

/// The place of a [`Violation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorSource {
    /// A JSON Pointer (RFC 6901) into the body; empty for the body itself.
    Pointer(String),
    /// The name of a parameter.
    Parameter(String),
    /// A place in a body that is a list.
    Cell {
        /// The line, counted from 1.
        line: u64,
        /// The column, by its name in the header, unless it is the row as a whole.
        column: Option<&'static str>,
    },
}

impl Serialize for ErrorSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut properties = serializer.serialize_map(None)?;
        match self {
            Self::Pointer(pointer) => properties.serialize_entry("pointer", pointer)?,
            Self::Parameter(name) => properties.serialize_entry("parameter", name)?,
            Self::Cell { line, column } => {
                properties.serialize_entry("line", line)?;
                if let Some(column) = column {
                    properties.serialize_entry("column", column)?;
                }
            }
        }
        properties.end()
    }
}
