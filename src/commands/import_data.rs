//! `import_data`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use dropspec::store;
use dropspec::table::is_empty;

use super::CommandError;
use super::check::require_migrated;
use super::list::List;
use crate::api::types::Person;
use crate::import::{ImportError, Summary, check, import};

/// The sample that is inside the program.
pub(super) const SAMPLE: &[u8] = include_bytes!("../../data/passengers.csv");

/// What the command line says of an import.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The list, as it is or compressed (.gz, .zst), or - for standard input; without it, the sample
    #[arg(required_unless_present = "if_empty")]
    file: Option<PathBuf>,
    /// Do nothing if there are people already
    #[arg(long = "if-empty")]
    if_empty: bool,
    /// Only check the list; store nothing
    #[arg(long = "dry-run")]
    dry_run: bool,
}

pub(super) async fn run(store: &store::Database, arguments: Arguments) -> Result<(), CommandError> {
    let Arguments { file, if_empty, dry_run } = arguments;
    require_migrated(store).await?;
    if if_empty && !is_empty::<Person>(store).await? {
        println!("nothing to do: there are people already");
        return Ok(());
    }
    let started = Instant::now();
    let name = match &file {
        None => "the sample".to_owned(),
        Some(file) if file == Path::new("-") => "standard input".to_owned(),
        Some(file) => file.display().to_string(),
    };
    let outcome = match file {
        Some(file) => import_list(store, &file, dry_run).await,
        None if dry_run => check(SAMPLE).await,
        None => import(store, SAMPLE).await,
    };
    let summary = outcome.map_err(|error| CommandError::Import { file: name.clone(), error })?;
    let verb = if dry_run { "would import" } else { "imported" };
    println!("{verb} {}", report(&name, summary, started.elapsed().as_secs_f64()));
    Ok(())
}

async fn import_list(store: &store::Database, file: &Path, dry_run: bool) -> Result<Summary, ImportError> {
    let List { bytes, bar } = List::open(file)?;
    let outcome = if dry_run { check(bytes).await } else { import(store, bytes).await };
    bar.finish_and_clear();
    outcome
}

fn report(name: &str, summary: Summary, seconds: f64) -> String {
    let Summary { people, shortened_ages } = summary;
    let ages = match shortened_ages {
        0 => "no age had a fraction".to_owned(),
        1 => "1 age had a fraction, which was dropped".to_owned(),
        many => format!("{many} ages had a fraction, which was dropped"),
    };
    format!("{people} people from {name} in {seconds:.2} s; {ages}")
}
