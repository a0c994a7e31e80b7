//! `import_data`.

mod input;
mod rejects;

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Instant;

use dropspec::db::Database;
use dropspec::transfer::{ImportError, ImportReport, InvalidRows, Options};

use self::rejects::LateFile;
use super::check::require_migrated;
use super::dataset::{CsvInput, Dataset, Sample, select};
use super::user::user;
use super::{StorageError, StoredApp};
use crate::Error;

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
pub(super) async fn run<A: StoredApp>(database: &Database, arguments: Arguments) -> Result<(), Error> {
    let import = Import::new::<A>(arguments)?;
    require_migrated::<A>(database).await?;
    if import.arguments.if_empty && !import.dataset.is_empty(database).await? {
        println!("nothing to do: the table {} has rows", import.dataset.table().name);
        return Ok(());
    }
    import.run(Some(database)).await
}

/// Validates a file, which needs no database.
pub(super) async fn check<A: StoredApp>(arguments: Arguments) -> Result<(), Error> {
    Import::new::<A>(arguments)?.run(None).await
}

impl Arguments {
    pub(super) fn is_dry_run(&self) -> bool {
        self.dry_run
    }
}

/// A file to import.
struct Import {
    arguments: Arguments,
    dataset: Dataset,
    /// The sample, if no file was given.
    sample: &'static [u8],
}

impl Import {
    fn new<A: StoredApp>(arguments: Arguments) -> Result<Self, StorageError> {
        let sample = A::sample().filter(|_| arguments.file.is_none());
        let (dataset, sample) = match sample {
            Some(Sample { dataset, csv }) => (dataset, csv),
            None => (select::<A>(arguments.table.as_deref())?, &[][..]),
        };
        Ok(Self { arguments, dataset, sample })
    }

    /// Imports it into a database, or without one only validates it.
    async fn run(self, database: Option<&Database>) -> Result<(), Error> {
        let started = Instant::now();
        let rejects = self.rejects()?;
        let outcome = self.read(database, self.options(rejects.as_deref())).await;
        let report = outcome.map_err(|error| StorageError::Import { file: self.name(), error })?;
        let verb = if database.is_some() { "imported" } else { "would import" };
        println!("{verb} {}", self.words(&report, started.elapsed().as_secs_f64()));
        if let Some(summary) = &report.summary {
            println!("\n{summary}");
        }
        match rejects {
            Some(file) if report.rejected > 0 => Err(StorageError::Rejected { count: report.rejected, file }.into()),
            _ => Ok(()),
        }
    }

    async fn read(&self, database: Option<&Database>, options: Options) -> Result<ImportReport, ImportError> {
        let (input, bar): (CsvInput, _) = match &self.arguments.file {
            None => (Box::new(self.sample), None),
            Some(file) => input::open(file).map(|(input, bar)| (input, Some(bar))).map_err(ImportError::Read)?,
        };
        let outcome = match database {
            Some(database) => self.dataset.import(database, input, options).await,
            None => self.dataset.check(input, options).await,
        };
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        outcome
    }

    /// The name of the file in messages.
    fn name(&self) -> String {
        match &self.arguments.file {
            None => Sample::NAME.to_owned(),
            Some(file) if file == Path::new("-") => "standard input".to_owned(),
            Some(file) => file.display().to_string(),
        }
    }

    /// The file for rejected rows, if those are to be skipped.
    fn rejects(&self) -> Result<Option<PathBuf>, StorageError> {
        let requested = self.arguments.skip_bad_rows.clone();
        requested.map(|requested| rejects::path(self.arguments.file.as_deref(), requested)).transpose()
    }

    fn options(&self, rejects: Option<&Path>) -> Options {
        let invalid_rows = match rejects {
            Some(file) => InvalidRows::Skip(Some(Box::new(LateFile::new(file.to_owned())))),
            None => InvalidRows::Reject,
        };
        Options {
            file: self.name(),
            who: user(),
            invalid_rows,
            key: self.arguments.key.clone(),
            // An empty table has none of the rows, even if they were imported before.
            force: self.arguments.force || self.arguments.if_empty,
            summarize: io::stdout().is_terminal(),
        }
    }

    fn words(&self, report: &ImportReport, seconds: f64) -> String {
        let rows = self.dataset.table().name;
        let mut words = format!("{} {rows} from {} in {seconds:.2} s", report.stored, self.name());
        if report.updated > 0 {
            // To write to a string cannot fail.
            let _ = write!(words, "; {} of them updated", report.updated);
        }
        for (column, count) in &report.truncated {
            let fractions = if *count == 1 { "1 fraction".to_owned() } else { format!("{count} fractions") };
            let _ = write!(words, "; {fractions} dropped in the column {column}");
        }
        words
    }
}
