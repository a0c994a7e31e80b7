//! `import_data`.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Instant;

use dropspec::import::{self, BadRows, ImportError, Options, Report};
use dropspec::store::Database;
use dropspec::table::is_empty;

use super::CommandError;
use super::check::require_migrated;
use super::list::List;
use super::rejects::{self, LateFile};
use super::user::user;
use crate::api::types::Person;

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
    /// Only check the list, without a database; store nothing
    #[arg(long = "dry-run", conflicts_with = "if_empty")]
    dry_run: bool,
    /// Leave bad rows out, and write them with their lines and reasons to a list that can be mended and imported,
    /// by default FILE.rejects.csv; the exit code is 3 then
    #[arg(long = "skip-bad-rows", value_name = "REJECTS", num_args = 0..=1, require_equals = true)]
    skip_bad_rows: Option<Option<PathBuf>>,
    /// Change the people that are there already, found by this column, which has to be unique
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// Import the list although the same was imported before
    #[arg(long)]
    again: bool,
}

impl Arguments {
    pub(super) fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// What the list is called.
    fn name(&self) -> String {
        match &self.file {
            None => "the sample".to_owned(),
            Some(file) if file == Path::new("-") => "standard input".to_owned(),
            Some(file) => file.display().to_string(),
        }
    }

    /// What is asked of the import, and where bad rows go.
    fn options(&self) -> Result<(Options, Option<PathBuf>), CommandError> {
        let asked = self.skip_bad_rows.clone();
        let rejects = asked.map(|asked| rejects::path(self.file.as_deref(), asked)).transpose()?;
        let bad_rows = match &rejects {
            Some(path) => BadRows::Skip(Some(Box::new(LateFile::new(path.clone())))),
            None => BadRows::Refuse,
        };
        let options = Options {
            file: self.name(),
            who: user(),
            bad_rows,
            key: self.key.clone(),
            // Where there is nobody, nobody comes twice.
            again: self.again || self.if_empty,
            summarize: io::stdout().is_terminal(),
        };
        Ok((options, rejects))
    }
}

/// Stores a list.
pub(super) async fn run(store: &Database, arguments: Arguments) -> Result<(), CommandError> {
    require_migrated(store).await?;
    if arguments.if_empty && !is_empty::<Person>(store).await? {
        println!("nothing to do: there are people already");
        return Ok(());
    }
    let started = Instant::now();
    let (options, rejects) = arguments.options()?;
    let outcome = match &arguments.file {
        Some(file) => import_list(store, file, options).await,
        None => import::import::<Person>(store, SAMPLE, options).await,
    };
    tell("imported", &arguments, outcome, started, rejects)
}

/// Checks a list, for which no database is needed.
pub(super) async fn check(arguments: Arguments) -> Result<(), CommandError> {
    let started = Instant::now();
    let (options, rejects) = arguments.options()?;
    let outcome = match &arguments.file {
        Some(file) => check_list(file, options).await,
        None => import::check::<Person>(SAMPLE, options).await,
    };
    tell("would import", &arguments, outcome, started, rejects)
}

async fn import_list(store: &Database, file: &Path, options: Options) -> Result<Report, ImportError> {
    let List { bytes, bar } = List::open(file).map_err(ImportError::Read)?;
    let outcome = import::import::<Person>(store, bytes, options).await;
    bar.finish_and_clear();
    outcome
}

async fn check_list(file: &Path, options: Options) -> Result<Report, ImportError> {
    let List { bytes, bar } = List::open(file).map_err(ImportError::Read)?;
    let outcome = import::check::<Person>(bytes, options).await;
    bar.finish_and_clear();
    outcome
}

/// Says what has been done.
fn tell(
    verb: &str,
    arguments: &Arguments,
    outcome: Result<Report, ImportError>,
    started: Instant,
    rejects: Option<PathBuf>,
) -> Result<(), CommandError> {
    let name = arguments.name();
    let report = outcome.map_err(|error| CommandError::Import { file: name.clone(), error })?;
    println!("{verb} {}", words(&name, &report, started.elapsed().as_secs_f64()));
    if let Some(summary) = &report.summary {
        println!("\n{summary}");
    }
    match rejects {
        Some(file) if report.rejected > 0 => Err(CommandError::Rejected { count: report.rejected, file }),
        _ => Ok(()),
    }
}

fn words(name: &str, report: &Report, seconds: f64) -> String {
    let mut words = format!("{} people from {name} in {seconds:.2} s", report.stored);
    if report.updated > 0 {
        // To write to a string cannot fail.
        let _ = write!(words, "; {} of them were there already", report.updated);
    }
    for (column, count) in &report.truncated {
        let fractions = if *count == 1 { "1 fraction was".to_owned() } else { format!("{count} fractions were") };
        let _ = write!(words, "; {fractions} dropped in the column {column}");
    }
    words
}
