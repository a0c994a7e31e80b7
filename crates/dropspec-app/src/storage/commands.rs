//! The commands of services whose documents have tables.

use clap::{ArgMatches, FromArgMatches as _, Subcommand};
use dropspec::db::{Database, MigrationNotice};

use super::{StoredApp, api_key, check, export, import, imports, make_migration, open, purge};
use crate::Error;
use crate::arguments::parsed;

#[derive(Debug, Subcommand)]
#[command(rename_all = "snake_case")]
enum TableCommand {
    /// Apply the pending migrations to the database
    Migrate,
    /// Generate the migration for what has changed in the document
    #[command(alias = "make-migration")]
    MakeMigration(make_migration::Arguments),
    /// Check that all migrations are applied and the tables are as the document describes them
    #[command(alias = "check-migration")]
    CheckMigration,
    /// Check that the database can be reached
    #[command(alias = "check-db-connection")]
    CheckDbConnection,
    /// Import a CSV file: all of its rows or, if any is invalid, none
    #[command(alias = "import-data")]
    ImportData(import::Arguments),
    /// Export all rows as a CSV file that import_data reads
    #[command(alias = "export-data")]
    ExportData(export::Arguments),
    /// Print who imported what, and when
    #[command(alias = "list-imports")]
    ListImports,
}

#[derive(Debug, Subcommand)]
#[command(rename_all = "snake_case")]
enum KeyCommand {
    /// Create, list and revoke API keys
    #[command(alias = "api-key", subcommand)]
    ApiKey(api_key::Action),
}

#[derive(Debug, Subcommand)]
#[command(rename_all = "snake_case")]
enum DeletedCommand {
    /// Remove the rows for good that were deleted some time ago
    #[command(alias = "purge-deleted")]
    PurgeDeleted(purge::Arguments),
}

/// Adds the commands that a service has.
pub(super) fn add_to<A: StoredApp>(command: clap::Command) -> clap::Command {
    let names: Vec<&'static str> = A::datasets().iter().map(|dataset| dataset.table().name).collect();
    // A service with one table needs no name for it.
    let table = |argument: clap::Arg| {
        let is_single = names.len() == 1;
        argument.value_parser(names.clone()).required(!is_single).hide(is_single)
    };
    let command = TableCommand::augment_subcommands(command)
        .mut_subcommand("import_data", |command| import::adapt::<A>(command.mut_arg("table", table)))
        .mut_subcommand("export_data", |command| command.mut_arg("table", table));
    let deletes_softly = A::tables().iter().any(|table| table.deletion_column().is_some());
    let command = if deletes_softly { DeletedCommand::augment_subcommands(command) } else { command };
    if A::KEY_PREFIX.is_some() { KeyCommand::augment_subcommands(command) } else { command }
}

/// Runs the command that was given.
pub(super) async fn run<A: StoredApp>(matches: &ArgMatches) -> Result<(), Error> {
    let is_of_keys = matches.subcommand_name().is_some_and(KeyCommand::has_subcommand);
    if let Some(prefix) = A::KEY_PREFIX.filter(|_| is_of_keys) {
        let KeyCommand::ApiKey(action) = parsed(KeyCommand::from_arg_matches(matches));
        return api_key::run::<A>(&open::existing::<A>()?, prefix, action).await;
    }
    if matches.subcommand_name().is_some_and(DeletedCommand::has_subcommand) {
        let DeletedCommand::PurgeDeleted(arguments) = parsed(DeletedCommand::from_arg_matches(matches));
        return purge::run::<A>(&open::existing::<A>()?, arguments).await;
    }
    match parsed(TableCommand::from_arg_matches(matches)) {
        TableCommand::MakeMigration(arguments) => make_migration::run::<A>(arguments),
        TableCommand::Migrate => migrate::<A>(&open::for_migration::<A>()?).await,
        TableCommand::CheckMigration => check::migration::<A>(&open::existing::<A>()?).await,
        TableCommand::CheckDbConnection => check::connection(&open::existing::<A>()?).await,
        TableCommand::ImportData(arguments) if arguments.is_dry_run() => import::check::<A>(arguments).await,
        TableCommand::ImportData(arguments) => import::run::<A>(arguments).await,
        TableCommand::ExportData(arguments) => export::run::<A>(&open::existing::<A>()?, arguments).await,
        TableCommand::ListImports => imports::run::<A>(&open::existing::<A>()?).await,
    }
}

async fn migrate<A: StoredApp>(database: &Database) -> Result<(), Error> {
    let applied = database.migrate_and_notify(A::MIGRATIONS, print_notice).await?;
    if applied.is_empty() {
        println!("nothing to do: all migrations are applied");
    }
    for name in applied {
        println!("applied {name}");
    }
    Ok(())
}

#[allow(clippy::print_stderr, reason = "the standard output has the applied migrations")]
fn print_notice(notice: &MigrationNotice) {
    eprintln!("{notice}");
}
