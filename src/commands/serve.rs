//! `serve`.

use std::net::SocketAddr;

use dropspec::docs;
use dropspec::import::{Options, import};
use dropspec::migration::Severity;
use dropspec::observe::{self, Format, Observer};
use dropspec::server::{Server, Signals};
use dropspec::store;
use dropspec::table::is_empty;
use slog::{info, warn};

use super::CommandError;
use super::check::require_migrated;
use super::import_data::SAMPLE;
use super::user::user;
use crate::api::types::Person;
use crate::config::{Config, Database};
use crate::service::{MIGRATIONS, People};

pub(super) async fn run(config: Config) -> Result<(), CommandError> {
    let Config { database, pool, server, docs: has_docs, limits, log, telemetry, .. } = config;
    let store = database.connect_with(pool)?;
    let news = match database {
        Database::Embedded => prepare_embedded(&store).await?,
        Database::Named(_) => None,
    };
    let observer = Observer::new(log, &telemetry, dropspec::build!())?;
    observer.log_panics();
    observer.show(&store);
    for difference in require_migrated(&store).await? {
        if difference.severity > Severity::Harmless {
            warn!(
                observer.logger(),
                "the database does not fit the document: {difference}; `make_migration` makes up for it"
            );
        }
    }
    let mut routes = People::routes();
    if has_docs {
        routes.extend(docs::routes());
        routes.push(docs::root());
    }
    let scheme = if server.tls.is_some() { "https" } else { "http" };
    if telemetry.admin.is_none() {
        routes.extend(observe::routes());
    }
    let server = Server::start_with(server, People::new(store), routes, limits, &observer)?;
    // It goes on until the service has ended.
    let admin = telemetry.admin.map(|address| server.start_admin(address)).transpose()?;
    let signals = Signals::listen()?;
    let greeting = Greeting {
        scheme,
        address: server.local_address(),
        admin: admin.as_ref().map(Server::local_address),
        database: &database,
        news: news.as_deref(),
        has_docs,
    };
    match log.format {
        Format::Text => greeting.print(),
        Format::Json => {
            let admin = greeting.admin.map(|admin| admin.to_string());
            let database = greeting.place();
            info!(observer.logger(), "serving"; "address" => greeting.address, "admin" => admin, "database" => database);
        }
    }
    let ended = server.run_until_told(signals).await.map_err(CommandError::Server);
    observer.close().await;
    ended
}

/// Makes the tables of the embedded database, and fills them when they are new. Says what it did.
async fn prepare_embedded(store: &store::Database) -> Result<Option<String>, CommandError> {
    if store.migrate(MIGRATIONS).await?.is_empty() || !is_empty::<Person>(store).await? {
        return Ok(None);
    }
    let options = Options { file: "the sample".to_owned(), who: user(), again: true, ..Options::default() };
    let outcome = import::<Person>(store, SAMPLE, options).await;
    let report = outcome.map_err(|error| CommandError::Import { file: "the sample".to_owned(), error })?;
    Ok(Some(format!("is new: filled with {} invented people", report.stored)))
}

/// What is served, and where.
struct Greeting<'g> {
    scheme: &'g str,
    address: SocketAddr,
    admin: Option<SocketAddr>,
    database: &'g Database,
    news: Option<&'g str>,
    has_docs: bool,
}

impl Greeting<'_> {
    /// Tells it to a person.
    fn print(&self) {
        let Self { scheme, address, admin, database, news, has_docs } = self;
        println!("people    {scheme}://{address}/people");
        println!("document  {scheme}://{address}/openapi.yaml");
        if *has_docs {
            println!("docs      {scheme}://{address}/docs");
        }
        if let Some(admin) = admin {
            println!("metrics   http://{admin}/metrics");
        }
        println!("database  {}{}", self.place(), news.map(|news| format!(" ({news})")).unwrap_or_default());
        if **database == Database::Embedded {
            println!("          set DATABASE_URL to use PostgreSQL");
        }
        println!("Press Ctrl-C to stop.");
    }

    /// Where the people are.
    fn place(&self) -> String {
        self.database.file().map_or_else(|| "PostgreSQL".to_owned(), |file| format!("SQLite, {}", file.display()))
    }
}
