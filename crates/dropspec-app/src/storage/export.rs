//! `export_data`.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use dropspec::db::Database;

use super::StoredApp;
use super::check::require_migrated;
use super::csv_output::CsvOutput;
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
