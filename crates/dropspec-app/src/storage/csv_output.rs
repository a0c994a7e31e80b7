//! A CSV file that is written.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Stdout, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// A CSV file that is written.
pub(super) enum CsvOutput {
    Stdout(Stdout),
    Plain(File),
    Gzip(GzEncoder<File>),
    Zstd(zstd::Encoder<'static, File>),
}

impl CsvOutput {
    /// Writes to `part`, compressed as the name of `file` says.
    pub(super) fn create(file: &Path, part: &Path) -> io::Result<Self> {
        let out = File::create(part)?;
        Ok(match file.extension().and_then(OsStr::to_str) {
            Some("gz") => Self::Gzip(GzEncoder::new(out, Compression::default())),
            Some("zst") => Self::Zstd(zstd::Encoder::new(out, 0)?),
            _ => Self::Plain(out),
        })
    }

    /// Writes what is buffered, to the disk.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush(),
            Self::Plain(file) => file.sync_all(),
            Self::Gzip(encoder) => encoder.finish()?.sync_all(),
            Self::Zstd(encoder) => encoder.finish()?.sync_all(),
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(out) => out,
            Self::Plain(file) => file,
            Self::Gzip(encoder) => encoder,
            Self::Zstd(encoder) => encoder,
        }
    }
}

impl Write for CsvOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}
