//! `export_data`.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use dropspec::export::export;
use dropspec::store::Database;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::CommandError;
use super::check::require_migrated;
use crate::api::types::Person;

pub(super) async fn run(store: &Database, file: &Path) -> Result<(), CommandError> {
    require_migrated(store).await?;
    if file == Path::new("-") {
        export::<Person, _>(store, io::stdout()).await?;
        return Ok(());
    }
    let started = Instant::now();
    // A list that breaks off must not look like one that is whole.
    let mut part = OsString::from(file);
    part.push(".part");
    let outcome = to_file(store, file, Path::new(&part)).await;
    if outcome.is_err() {
        fs::remove_file(&part).ok();
    }
    println!("exported {} people to {} in {:.2} s", outcome?, file.display(), started.elapsed().as_secs_f64());
    Ok(())
}

async fn to_file(store: &Database, file: &Path, part: &Path) -> Result<u64, CommandError> {
    let (count, list) = export::<Person, _>(store, List::create(file, part)?).await?;
    list.finish()?.sync_all()?;
    fs::rename(part, file)?;
    Ok(count)
}

/// A list that is being written.
enum List {
    Plain(File),
    Gz(GzEncoder<File>),
    Zst(zstd::Encoder<'static, File>),
}

impl List {
    /// Writes to `part`, compressed as the name of `file` says.
    fn create(file: &Path, part: &Path) -> io::Result<Self> {
        let out = File::create(part)?;
        Ok(match file.extension().and_then(OsStr::to_str) {
            Some("gz") => Self::Gz(GzEncoder::new(out, Compression::default())),
            Some("zst") => Self::Zst(zstd::Encoder::new(out, 0)?),
            _ => Self::Plain(out),
        })
    }

    fn finish(self) -> io::Result<File> {
        match self {
            Self::Plain(file) => Ok(file),
            Self::Gz(encoder) => encoder.finish(),
            Self::Zst(encoder) => encoder.finish(),
        }
    }
}

impl Write for List {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Gz(encoder) => encoder.write(bytes),
            Self::Zst(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Gz(encoder) => encoder.flush(),
            Self::Zst(encoder) => encoder.flush(),
        }
    }
}
