//! A database as what a service is built on.

use clap::ArgMatches;
use dropspec::config::Environment;
use dropspec::db::Database;
use dropspec::migrate::Severity;
use dropspec::telemetry::Telemetry;
use dropspec::transfer::Options;
use tracing::warn;

use super::check::require_migrated;
use super::user::user;
use super::{DatabaseConfig, Location, Sample, StorageError, StoredApp, commands, config};
use crate::resources::Entry;
use crate::settings::Settings;
use crate::{Error, Resources, Variable};

impl<A: StoredApp> Resources<A> for Database {
    type Config = DatabaseConfig;

    const PREFIXES: &'static [&'static str] = config::PREFIXES;

    const FOREIGN: &'static [&'static str] = config::FOREIGN;

    fn read(env: &mut Environment, settings: Settings) -> DatabaseConfig {
        DatabaseConfig::read::<A>(env, settings)
    }

    fn warn_if_unsafe(config: &DatabaseConfig) {
        if let Some(message) = config.location.plaintext_warning() {
            warn!("{message}");
        }
    }

    fn variables() -> Vec<Variable> {
        config::variables::<A>()
    }

    fn with_commands(command: clap::Command) -> clap::Command {
        commands::add_to::<A>(command)
    }

    async fn run(matches: &ArgMatches) -> Result<(), Error> {
        commands::run::<A>(matches).await
    }

    async fn open(config: DatabaseConfig) -> Result<(Self, Vec<Entry>), Error> {
        let description = config.location.description();
        let Location::Embedded(file) = &config.location else {
            return Ok((config.open()?, vec![("database", description)]));
        };
        let is_new = !file.exists();
        let database = config.open()?;
        let loaded = prepare_embedded::<A>(&database).await?;
        let note = match loaded {
            Some(loaded) => format!(" (created, {loaded})"),
            None if is_new => " (created)".to_owned(),
            None => String::new(),
        };
        let hint = "set DATABASE_URL to use PostgreSQL".to_owned();
        Ok((database, vec![("database", format!("{description}{note}")), ("", hint)]))
    }

    #[cfg_attr(not(feature = "metrics"), allow(unused_variables))]
    async fn check(&self, telemetry: &Telemetry) -> Result<(), Error> {
        #[cfg(feature = "metrics")]
        dropspec::metrics::register_database(telemetry.metrics(), self);
        #[cfg(feature = "metrics")]
        dropspec::metrics::register_imports(telemetry.metrics());
        for difference in require_migrated::<A>(self).await? {
            if difference.severity > Severity::Info {
                warn!(
                    "the database does not match the document: {difference}; generate a migration with `make_migration`"
                );
            }
        }
        Ok(())
    }

    fn paths() -> Vec<(&'static str, &'static str)> {
        let with_path = A::tables().iter().filter(|table| !table.path.is_empty());
        with_path.map(|table| (table.name, table.path)).collect()
    }
}

/// Migrates the embedded database, and loads the sample if its table was just created. Says what was loaded.
async fn prepare_embedded<A: StoredApp>(database: &Database) -> Result<Option<String>, Error> {
    let applied = database.migrate(A::MIGRATIONS).await?;
    let Some(sample) = A::sample() else { return Ok(None) };
    if applied.is_empty() || !sample.dataset.is_empty(database).await? {
        return Ok(None);
    }
    let options = Options { file: Sample::NAME.to_owned(), who: user(), force: true, ..Options::default() };
    let outcome = sample.dataset.import(database, Box::new(sample.csv), options).await;
    let report =
        outcome.map_err(|error| StorageError::Import { file: Sample::NAME.to_owned(), error: Box::new(error) })?;
    Ok(Some(format!("{} sample {} loaded", report.stored, sample.dataset.table().name)))
}
