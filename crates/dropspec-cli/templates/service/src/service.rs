<% if operations.is_empty() -%>
//! The operations of the document, which are all those of its tables: the engine implements them.
<%- else -%>
//! The operations of the document. Each returns 501 until it is implemented here.
<%- endif %>
<%- if has_tables %>

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
<%- else %>
<% endif %>
use dropspec::health::Readiness;
use dropspec::observe::Build;
use dropspec::{<% if needs_fault %>Fault, <% endif %>Mock, Route};
<%- if has_keys %>
use dropspec::security::{ApiKeys, KeyPrefix, TableStore};
<%- endif %>
<%- if !schemes.is_empty() %>
use dropspec::security::Authenticator;
<%- endif %>
<%- if has_other_schemes %>
use dropspec::security::{Credential, Denial, Identity};
<%- endif %>
<%- if has_tables %>
use dropspec::store::{Database, Migrations};
use dropspec::table::{HasDatabase, Table};
use dropspec_app::storage::{Dataset, StoredApp, unready};
<%- endif %>
use dropspec_app::{App, BoxError, NoCommands};

use crate::api::{[[imports]]};
<%- if has_tables %>

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
<%- endif %>
<%- if has_keys %>

/// The prefix of the API keys of this service.
const KEY_PREFIX: KeyPrefix = KeyPrefix::constant("[[key_prefix]]");
<%- endif %>

/// The service. What its operations share, such as connections, are fields of it.
#[derive(Debug)]
<%- if has_tables %>
pub struct Service {
    database: Database,
<%- if has_keys %>
    keys: ApiKeys<TableStore>,
<%- endif %>
}
<%- else %>
pub struct Service;
<%- endif %>

<% if operations.is_empty() -%>
// An operation that is to do something else is implemented here.
impl Api for Service {}
<%- else -%>
impl Api for Service {
<%- for operation in operations %>
<%- for line in operation.about %>
    // [[line]]
<%- endfor %>
    [[operation.signature()]] {
        Err(Fault::not_implemented())
    }
<%- if !loop.last %>
<% endif %>
<%- endfor %>
}
<%- endif %>
<%- if !schemes.is_empty() %>

impl Authenticators for Service {
<%- for scheme in schemes %>
    // [[scheme.about]]
    fn [[scheme.method]](&self) -> &dyn Authenticator {
        <% if has_tables && scheme.takes_keys %>&self.keys<% else %>&reject<% endif %>
    }
<%- if !loop.last %>
<% endif %>
<%- endfor %>
}
<%- endif %>
<%- if has_other_schemes %>

/// Verifies credentials: to be implemented, with `dropspec::security::ApiKeys`, `Jwt` or a function such as this.
async fn reject(_credential: Credential) -> Result<Identity, Denial> {
    Err(Fault::not_implemented().into())
}
<%- endif %>

impl Readiness for Service {
    /// Why the service cannot work for now; `None` when it can.
    async fn unready(&self) -> Option<String> {
        <% if has_tables %>unready(self).await<% else %>None<% endif %>
    }
}

impl App for Service {
    const BUILD: Build = dropspec::build!();
    const ABOUT: &'static str = [[description]];

    type Document = Document;
    type Config = ();
    type Resources = <% if has_tables %>Database<% else %>()<% endif %>;
    type Commands = NoCommands;

    fn operations() -> Vec<Route<Self>> {
        routes()
    }

    fn mocks() -> Option<&'static [Mock]> {
        Some(MOCKS)
    }
<%- if has_tables %>

    async fn build((): (), database: Database) -> Result<Self, BoxError> {
<%- if has_keys %>
        Ok(Self { keys: ApiKeys::new(KEY_PREFIX, TableStore::new(database.clone())), database })
<%- else %>
        Ok(Self { database })
<%- endif %>
    }
}

impl HasDatabase for Service {
    fn database(&self) -> &Database {
        &self.database
    }
}

impl StoredApp for Service {
    const MIGRATIONS: Migrations = Migrations { postgres: || POSTGRES, sqlite: || SQLITE };
<%- if has_keys %>
    const KEY_PREFIX: Option<KeyPrefix> = Some(KEY_PREFIX);
<%- endif %>

    fn tables() -> &'static [&'static Table] {
        tables::ALL
    }

    fn datasets() -> Vec<Dataset> {
        vec![<% for table in tables %>Dataset::of::<types::[[table.record]]>()<% if !loop.last %>, <% endif %><% endfor %>]
    }
}
<%- else %>

    async fn build((): (), (): ()) -> Result<Self, BoxError> {
        Ok(Self)
    }
}
<%- endif %>
