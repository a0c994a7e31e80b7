//! Options of an import.

use std::fmt;
use std::io::Write;

/// Options of an import.
#[derive(Default)]
pub struct Options {
    /// The name of the file, for the import record.
    pub file: String,
    /// Who imports it, as far as that is known.
    pub who: Option<String>,
    /// How invalid rows are handled.
    pub invalid_rows: InvalidRows,
    /// The property by which existing rows are matched; these are updated.
    pub key: Option<String>,
    /// Whether to import a file that was imported before.
    pub force: bool,
    /// Whether to summarize the distribution of the values.
    pub summarize: bool,
}

/// How invalid rows are handled.
#[derive(Default)]
pub enum InvalidRows {
    /// One invalid row rejects the file.
    #[default]
    Reject,
    /// Invalid rows are skipped, and written as a CSV file that can be fixed and imported, if there is a writer.
    Skip(Option<Box<dyn Write + Send>>),
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let skips = matches!(self.invalid_rows, InvalidRows::Skip(_));
        let Self { file, key, force, .. } = self;
        f.debug_struct("Options")
            .field("file", file)
            .field("key", key)
            .field("force", force)
            .field("skips", &skips)
            .finish()
    }
}
