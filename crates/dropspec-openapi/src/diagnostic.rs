//! Diagnostics: what is wrong with a document, and where.

use std::fmt;
use std::path::PathBuf;

/// One diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file.
    pub file: PathBuf,
    /// Line and column, both counted from 1, if they are known.
    pub position: Option<(usize, usize)>,
    /// The value in the file, as a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// The problem and how to fix it.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some((line, column)) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)?;
        if self.pointer.is_empty() { Ok(()) } else { write!(f, " (at #{})", self.pointer) }
    }
}

/// All diagnostics of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// A diagnostic about a file as a whole.
    pub fn for_file(file: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self(vec![Diagnostic { file: file.into(), position: None, pointer: String::new(), message: message.into() }])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Diagnostic::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Diagnostics {}
