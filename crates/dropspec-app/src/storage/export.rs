//! `export_data`.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Stdout, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use dropspec::db::Database;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::StoredApp;
use super::check::require_migrated;
use super::dataset::{Dataset, select};
use crate::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The CSV file, compressed if its name ends in .gz or .zst, or - for standard output
    #[arg(default_value = "-")]
    file: PathBuf,
    /// The table to export
    #[arg(long)]
    table: Option<String>,
}

pub(super) async fn run<A: StoredApp>(database: &Database, arguments: Arguments) -> Result<(), Error> {
    let Arguments { file, table } = arguments;
    let dataset = select::<A>(table.as_deref())?;
    require_migrated::<A>(database).await?;
    if file == Path::new("-") {
        dataset.export(database, CsvOutput::Stdout(io::stdout())).await?;
        return Ok(());
    }
    let started = Instant::now();
    // The file gets its name only when it is complete.
    let mut part = OsString::from(&file);
    part.push(".part");
    let outcome = to_file(&dataset, database, &file, Path::new(&part)).await;
    if outcome.is_err() {
        fs::remove_file(&part).ok();
    }
    let (count, name, seconds) = (outcome?, dataset.table().name, started.elapsed().as_secs_f64());
    println!("exported {count} {name} to {} in {seconds:.2} s", file.display());
    Ok(())
}

async fn to_file(dataset: &Dataset, database: &Database, file: &Path, part: &Path) -> Result<u64, Error> {
    let (count, output) = dataset.export(database, CsvOutput::create(file, part)?).await?;
    output.finish()?;
    fs::rename(part, file)?;
    Ok(count)
}

/// A CSV file that is written.
pub(super) enum CsvOutput {
    Stdout(Stdout),
    Plain(File),
    Gzip(GzEncoder<File>),
    Zstd(zstd::Encoder<'static, File>),
}

impl CsvOutput {
    /// Writes to `part`, compressed as the name of `file` says.
    fn create(file: &Path, part: &Path) -> io::Result<Self> {
        let out = File::create(part)?;
        Ok(match file.extension().and_then(OsStr::to_str) {
            Some("gz") => Self::Gzip(GzEncoder::new(out, Compression::default())),
            Some("zst") => Self::Zstd(zstd::Encoder::new(out, 0)?),
            _ => Self::Plain(out),
        })
    }

    /// Writes what is buffered, to the disk.
    fn finish(self) -> io::Result<()> {
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
