//! `import_data`.

mod input;
mod rejects;
mod target;

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Instant;

use dropspec::db::Database;
use dropspec::transfer::{ImportError, ImportReport, InvalidRows, Options};
use indicatif::ProgressBar;

use self::rejects::Rejects;
use self::target::Target;
use super::check::require_migrated;
use super::dataset::{CsvInput, Dataset, Sample, select};
use super::user::user;
use super::{DatabaseConfig, StorageError, StoredApp};
use crate::Error;
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The CSV file, plain or compressed (.gz, .zst), or - for standard input
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// The table to import into
    #[arg(long)]
    table: Option<String>,
    /// Do nothing if the table has rows
    #[arg(long)]
    if_empty: bool,
    /// Only validate the file; needs no database and stores nothing
    #[arg(long, conflicts_with = "if_empty")]
    dry_run: bool,
    /// Import the valid rows, and write the others with their lines and reasons to a CSV file that can be fixed and imported, by default
    /// FILE.rejects.csv; the exit code is then 3
    #[arg(long, value_name = "REJECTS", num_args = 0..=1, require_equals = true)]
    skip_bad_rows: Option<Option<PathBuf>>,
    /// Update existing rows, matched by this column, which has to be unique
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// Import the file even if it was imported before
    #[arg(long, alias = "again")]
    force: bool,
}

/// Makes the file optional for a service that has a sample.
pub(super) fn adapt<A: StoredApp>(command: clap::Command) -> clap::Command {
    if A::sample().is_none() {
        return command;
    }
    command.mut_arg("file", |file| {
        let help = "The CSV file, plain or compressed (.gz, .zst), or - for standard input [default with --if-empty: the sample]";
        file.required(false).required_unless_present("if_empty").help(help)
    })
}

/// Imports a file.
pub(super) async fn run<A: StoredApp>(arguments: Arguments) -> Result<(), Error> {
    let import = Import::open::<A>(arguments)?;
    let config = DatabaseConfig::from_env::<A>()?;
    if import.arguments.file.is_none() && config.settings == Settings::Production {
        return Err(StorageError::SampleInProduction.into());
    }
    let target = Target::open::<A>(&config).await?;
    let database = target.database();
    require_migrated::<A>(database).await?;
    if import.arguments.if_empty && !import.dataset.is_empty(database).await? {
        println!("nothing to do: the table {} has rows", import.dataset.table().name);
        return Ok(());
    }
    let outcome = import.run(Some(database)).await;
    if let Ok(()) | Err(Error::Storage(StorageError::Rejected { .. })) = outcome {
        target.keep().await?;
    }
    outcome
}

/// Validates a file, which needs no database.
pub(super) async fn check<A: StoredApp>(arguments: Arguments) -> Result<(), Error> {
    Import::open::<A>(arguments)?.run(None).await
}

impl Arguments {
    pub(super) fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// The name of the file in messages.
    fn name(&self) -> String {
        match &self.file {
            None => Sample::NAME.to_owned(),
            Some(file) if file == Path::new("-") => "standard input".to_owned(),
            Some(file) => file.display().to_string(),
        }
    }
}

/// A file to import, or the sample if none was given.
struct Import {
    arguments: Arguments,
    dataset: Dataset,
    input: CsvInput,
    bar: Option<ProgressBar>,
    /// The file for rejected rows, if those are to be skipped.
    rejects: Option<Rejects>,
}

impl Import {
    /// Opens the file. Nothing is changed before it can be read.
    fn open<A: StoredApp>(arguments: Arguments) -> Result<Self, StorageError> {
        let requested = arguments.skip_bad_rows.clone();
        let rejects = requested.map(|requested| Rejects::new(arguments.file.as_deref(), requested)).transpose()?;
        let (dataset, input, bar): (_, CsvInput, _) = match (&arguments.file, A::sample()) {
            (None, Some(Sample { dataset, csv })) => (dataset, Box::new(csv), None),
            (None, None) => return Err(StorageError::NoTable),
            (Some(file), _) => {
                let opened = input::open(file).map_err(ImportError::Read);
                let import_error = |error| StorageError::Import { file: arguments.name(), error: Box::new(error) };
                let (input, bar) = opened.map_err(import_error)?;
                (select::<A>(arguments.table.as_deref())?, input, Some(bar))
            }
        };
        Ok(Self { arguments, dataset, input, bar, rejects })
    }

    /// Imports it into a database, or without one only validates it.
    async fn run(self, database: Option<&Database>) -> Result<(), Error> {
        let started = Instant::now();
        let options = self.options();
        let Self { arguments, dataset, input, bar, rejects } = self;
        let outcome = match database {
            Some(database) => dataset.import(database, input, options).await,
            None => dataset.check(input, options).await,
        };
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        let report = outcome.map_err(|error| {
            rejects.iter().for_each(Rejects::discard);
            StorageError::Import { file: arguments.name(), error: Box::new(error) }
        })?;
        let verb = if database.is_some() { "imported" } else { "would import" };
        let (rows, seconds) = (dataset.table().name, started.elapsed().as_secs_f64());
        println!("{verb} {} {rows} from {} in {seconds:.2} s{}", report.stored, arguments.name(), details(&report));
        if let Some(summary) = &report.summary {
            println!("\n{summary}");
        }
        match rejects {
            Some(rejects) if report.rejected > 0 => {
                Err(StorageError::Rejected { count: report.rejected, file: rejects.into_path() }.into())
            }
            _ => Ok(()),
        }
    }

    fn options(&self) -> Options {
        let invalid_rows = match &self.rejects {
            Some(rejects) => InvalidRows::Skip(Some(Box::new(rejects.file()))),
            None => InvalidRows::Reject,
        };
        Options {
            file: self.arguments.name(),
            who: user(),
            invalid_rows,
            key: self.arguments.key.clone(),
            // An empty table has none of the rows, even if they were imported before.
            force: self.arguments.force || self.arguments.if_empty,
            summarize: io::stdout().is_terminal(),
        }
    }
}

/// What a report says besides the number of rows.
fn details(report: &ImportReport) -> String {
    let mut details = String::new();
    if report.updated > 0 {
        // To write to a string cannot fail.
        let _ = write!(details, "; {} of them updated", report.updated);
    }
    for (column, count) in &report.truncated {
        let fractions = if *count == 1 { "1 fraction".to_owned() } else { format!("{count} fractions") };
        let _ = write!(details, "; {fractions} dropped in the column {column}");
    }
    details
}
