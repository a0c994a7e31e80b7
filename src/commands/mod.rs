//! The command line.

mod api_key;
mod check;
mod check_health;
mod columns;
mod export_data;
mod import_data;
mod list;
mod list_imports;
mod make_migration;
mod migrate;
mod rejects;
mod sample_data;
mod serve;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use dropspec::Fault;
use dropspec::config::ConfigError;
use dropspec::document::Document as _;
use dropspec::export::ExportError;
use dropspec::health::{CheckError, TargetError};
use dropspec::import::ImportError;
use dropspec::migration::MakeError;
use dropspec::observe::ObserveError;
use dropspec::server::StartError;
use dropspec::store::{self, StoreError};

use crate::api::Document;
use crate::config::{Config, Database};

/// The passenger register, served from its OpenAPI document.
///
/// The environment says the rest:
///   DATABASE_URL        postgres://… or sqlite://path; without it, POSTGRES_HOSTNAME, _PORT, _DB,
///                       _USER and _PASSWORD; without those, the file people.db in this folder
///   APP_BIND            the address to listen on, 127.0.0.1:5000 by default
///   APP_SETTINGS        development, testing, staging or production: what is logged, and whether there is a docs page
///   APP_DOCS            on or off: whether there is a docs page, whatever APP_SETTINGS says
///   APP_AUTH            required: whoever changes people has to show a key; optional by default
///   APP_VALIDATE_RESPONSES
///                       log or refuse answers that are not as the document describes them; off
///   APP_LOG             json or text; json in staging and production, unless on a terminal
///   APP_LOG_LEVEL       off, error, warning, info (every request) or debug; info where APP_SETTINGS says
///                       development, staging or production, else warning
///   APP_SERVER_TIMING   on tells clients how long an answer took, and how long the database; off
///   APP_ADMIN_BIND      the address of a second port, for /metrics and the probes only; none
///   OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER
///                       where traces go, by HTTP, under which name, and of which requests; nowhere
///   APP_REQUEST_TIMEOUT, APP_READ_TIMEOUT, APP_IDLE_TIMEOUT
///                       how long an operation may take (30s), a client that is to send its request (10s),
///                       and a connection without one (75s)
///   APP_MAX_CONNECTIONS, APP_MAX_REQUESTS, APP_MAX_BODY
///                       how many there may be at once (10000 and 1024), and how large a body may be (1MiB)
///   APP_DATABASE_CONNECTIONS, APP_DATABASE_TIMEOUT
///                       connections to PostgreSQL (16), and how long to wait for one (5s)
///   APP_DRAIN_DELAY, APP_DRAIN_TIMEOUT
///                       when told to end: how long to serve on, without being ready (0s), and how long the
///                       requests under way may take then (10s)
///   APP_TLS_CERTIFICATE, APP_TLS_KEY
///                       files (PEM) with a certificate and its key; read again when they change
///   APP_CORS_ORIGINS    other origins whose pages may use the service, with commas between them, or *
#[derive(Debug, Parser)]
#[command(name = "app", version, verbatim_doc_comment)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
#[command(rename_all = "snake_case")]
enum Command {
    /// Serve /people; this is also what happens without a command
    Serve,
    /// Bring the database's tables up to date
    Migrate,
    /// Write the migration that changes the tables as the document has changed
    #[command(alias = "make-migration")]
    MakeMigration(make_migration::Arguments),
    /// Succeed if the database's tables are up to date, and as the document says
    #[command(alias = "check-migration")]
    CheckMigration,
    /// Succeed if the database can be reached
    #[command(alias = "check-db-connection")]
    CheckDbConnection,
    /// Succeed if the service that runs here is ready
    #[command(alias = "check-health")]
    CheckHealth(check_health::Arguments),
    /// Store a passenger list (CSV), all of it or, if any row is bad, nothing
    #[command(alias = "import-data")]
    ImportData(import_data::Arguments),
    /// Write all people as a list that import_data reads
    #[command(alias = "export-data")]
    ExportData {
        /// The list, compressed if its name ends in .gz or .zst, or - for standard output
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Print who imported what, and when
    #[command(alias = "list-imports")]
    ListImports,
    /// Make, list and revoke the API keys of callers
    #[command(alias = "api-key", subcommand)]
    ApiKey(api_key::Action),
    /// Print an invented passenger list, in the format that import_data reads
    #[command(alias = "sample-data")]
    SampleData {
        /// How many people
        #[arg(long, default_value_t = 887)]
        rows: u64,
        /// The same seed gives the same list
        #[arg(long, default_value_t = 1912)]
        seed: u64,
    },
    /// Print the OpenAPI document
    Openapi,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Key(String),
    #[error("there is no key {0}; `api_key list` shows the ids of all")]
    NoKey(String),
    #[error(transparent)]
    Observe(#[from] ObserveError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("{file}: {error}")]
    Import { file: String, error: ImportError },
    #[error("{count} bad {} left out; mend and import {}", if *.count == 1 { "row was" } else { "rows were" }, .file.display())]
    Rejected { count: u64, file: PathBuf },
    #[error("say where the bad rows are to go: --skip-bad-rows=FILE")]
    RejectsNeedFile,
    #[error("the bad rows cannot go to {}, which is the list itself", .0.display())]
    RejectsIntoList(PathBuf),
    #[error("cannot write: {0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Health(#[from] CheckError),
    #[error("{0}: say which by --url")]
    Target(#[from] TargetError),
    #[error("the database is not ready: {0}")]
    NotMigrated(String),
    #[error("{0}: `make_migration` writes what changes of the document take")]
    Unfit(String),
    #[error(transparent)]
    Make(#[from] MakeError),
    #[error("there is no file {}: run `migrate`", .0.display())]
    NoFile(PathBuf),
    #[error("the server failed: {0}")]
    Server(String),
}

impl From<Fault> for CommandError {
    fn from(fault: Fault) -> Self {
        Self::Key(fault.cause().to_string())
    }
}

impl From<ExportError> for CommandError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Write(error) => Self::Io(error),
            ExportError::Store(error) => Self::Store(error),
        }
    }
}

/// How a command ends that has done what it could, and left bad rows out.
const REJECTED: u8 = 3;

/// Runs what the command line says.
#[must_use]
#[allow(clippy::print_stderr, reason = "where a command says why it failed")]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(arguments.command.unwrap_or(Command::Serve))),
        Err(error) => Err(error.into()),
    };
    dropspec::observe::flush();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output has seen enough, as in `app openapi | head`.
        Err(CommandError::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("app: {error}");
            match error {
                CommandError::Rejected { .. } => ExitCode::from(REJECTED),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

async fn run(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Openapi => {
            use std::io::Write;
            Ok(std::io::stdout().write_all(Document::YAML.as_bytes())?)
        }
        Command::SampleData { rows, seed } => sample_data::run(rows, seed),
        Command::MakeMigration(arguments) => make_migration::run(arguments),
        Command::Serve => serve::run(Config::from_env()?).await,
        Command::Migrate => migrate::run(&store()?).await,
        Command::CheckMigration => check::migration(&check::store()?).await,
        Command::CheckDbConnection => check::connection(&check::store()?).await,
        Command::CheckHealth(arguments) => check_health::run(arguments).await,
        Command::ImportData(arguments) if arguments.is_dry_run() => import_data::check(arguments).await,
        Command::ImportData(arguments) => import_data::run(&store()?, arguments).await,
        Command::ExportData { file } => export_data::run(&store()?, &file).await,
        Command::ApiKey(action) => api_key::run(&store()?, action).await,
        Command::ListImports => list_imports::run(&store()?).await,
    }
}

/// The database of the environment.
fn store() -> Result<store::Database, CommandError> {
    Ok(Database::from_env()?.connect()?)
}
