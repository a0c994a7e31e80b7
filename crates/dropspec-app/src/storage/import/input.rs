//! The file that is imported: plain or compressed, or standard input.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::storage::dataset::CsvInput;

/// Opens a file, or for `-` standard input, with a bar that shows the progress on a terminal. Files whose names end in `.gz` or `.zst` are
/// decompressed.
pub(super) fn open(file: &Path) -> io::Result<(CsvInput, ProgressBar)> {
    if file == Path::new("-") {
        let bar = bar("{bytes} read, {bytes_per_sec}", None);
        return Ok((Box::new(bar.wrap_read(io::stdin())), bar));
    }
    let raw = File::open(file)?;
    let bar = bar("{bar:40} {percent:>3} %  {bytes} of {total_bytes}, {eta} left", Some(raw.metadata()?.len()));
    let raw = bar.wrap_read(raw);
    let input: CsvInput = match file.extension().and_then(OsStr::to_str) {
        Some("gz") => Box::new(MultiGzDecoder::new(raw)),
        Some("zst") => Box::new(zstd::Decoder::new(raw)?),
        _ => Box::new(raw),
    };
    Ok((input, bar))
}

/// A progress bar over the bytes that are read, with a total if that is known.
fn bar(template: &str, length: Option<u64>) -> ProgressBar {
    let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
