//! Where a list comes from: a file, compressed or not, or standard input.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

/// A list that is being read, with a bar that shows how far, on a terminal.
pub(super) struct List {
    /// The list, no longer compressed.
    pub(super) bytes: Box<dyn Read + Send>,
    /// To be cleared at the end.
    pub(super) bar: ProgressBar,
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("List").field("bar", &self.bar).finish_non_exhaustive()
    }
}

impl List {
    /// Opens a file, or for `-` standard input. What ends in `.gz` or `.zst` is decompressed.
    ///
    /// # Errors
    /// When the file cannot be opened, or is not compressed as its name says.
    pub(super) fn open(file: &Path) -> io::Result<Self> {
        if file == Path::new("-") {
            let bar = bar("{bytes} read, {bytes_per_sec}", None);
            return Ok(Self { bytes: Box::new(bar.wrap_read(io::stdin())), bar });
        }
        let raw = File::open(file)?;
        let bar = bar("{bar:40} {percent:>3} %  {bytes} of {total_bytes}, {eta} left", Some(raw.metadata()?.len()));
        let raw = bar.wrap_read(raw);
        let bytes: Box<dyn Read + Send> = match file.extension().and_then(OsStr::to_str) {
            Some("gz") => Box::new(MultiGzDecoder::new(raw)),
            Some("zst") => Box::new(zstd::Decoder::new(raw)?),
            _ => Box::new(raw),
        };
        Ok(Self { bytes, bar })
    }
}

/// A bar over the bytes that are read, of so many if that is known.
fn bar(template: &str, length: Option<u64>) -> ProgressBar {
    let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
