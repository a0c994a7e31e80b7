//! Problem documents ([RFC 9457]): the only form in which a client sees an error.
//!
//! [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457

use http::StatusCode;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::table::html::Page;

/// The media type of a problem document.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// One thing that is wrong with the input, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// What is wrong, worded as JSON Schema tools word it.
    pub detail: String,
}

/// The place of a [`Violation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
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

impl Serialize for Place {
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

/// What went wrong with a request, apart from what the pipeline adds: the status's title, the
/// path as `instance` and the request id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong this time; nothing internal may stand here.
    pub detail: Option<String>,
    /// Every violation, when the input was invalid.
    pub errors: Vec<Violation>,
    /// What a person with a browser sees, where it is more than the above.
    pub(crate) page: Option<Box<Page>>,
}

impl Problem {
    /// A problem with a sentence for the client.
    #[must_use]
    pub fn new(detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..Self::default() }
    }

    /// Invalid input; the first violation is the detail as well.
    #[must_use]
    pub fn invalid(errors: Vec<Violation>) -> Self {
        Self { detail: errors.first().map(|violation| violation.detail.clone()), errors, page: None }
    }

    /// The document, as JSON.
    pub(crate) fn to_json(&self, status: StatusCode, instance: &str, request_id: &str) -> Vec<u8> {
        let document = Document {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: self.detail.as_deref(),
            instance,
            request_id,
            errors: &self.errors,
        };
        // A struct of strings and numbers has nothing that serialization could fail on.
        serde_json::to_vec(&document).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    instance: &'a str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Violation],
}
