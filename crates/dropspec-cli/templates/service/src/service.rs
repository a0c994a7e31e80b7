<% if operations.is_empty() -%>
//! The operations of the document, which are all those of its tables: the engine implements them.
<%- else -%>
//! The operations of the document. Each returns 501 until it is implemented here.
<%- endif %>

<% if has_keys -%>
use dropspec::auth::{ApiKeys, KeyPrefix};
<% endif -%>
<% if !schemes.is_empty() -%>
use dropspec::auth::Authenticator;
<% endif -%>
<% if has_other_schemes -%>
use dropspec::auth::{AuthError, Credential, Identity};
<% endif -%>
<% if has_tables -%>
use dropspec::db::Database;
<% endif -%>
<% if has_keys -%>
use dropspec::db::TableStore;
<% endif -%>
<% if needs_error -%>
use dropspec::Error;
<% endif -%>
<% if has_keys || !schemes.is_empty() || has_tables || needs_error %>
<% endif -%>
<% if program.is_some() -%>
use api::{[[imports]]};

/// The code generated from the document: types, the trait `Api`, requests, responses, validators, routes and examples.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/[[name]]/api.rs"));
    include!(concat!(env!("OUT_DIR"), "/[[name]]/mocks.rs"));
}
<%- else -%>
use crate::api::{self, [[imports]]};
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

dropspec_app::service! {
    service: Service,
    document: api,
<%- if program.is_some() %>
    name: "[[name]]",
<%- endif %>
    about: [[description]],
<%- if program.is_some() %>
    port: [[port]],
<%- endif %>
    mocks: api::MOCKS,
<%- if has_tables %>
    tables: [<% for table in tables %>api::types::[[table.record]]<% if !loop.last %>, <% endif %><% endfor %>],
<%- endif %>
<%- if has_keys %>
    keys: KEY_PREFIX,
    build: Self::new,
<%- endif %>
}
<%- if has_keys %>

impl Service {
    fn new(database: Database) -> Self {
        Self { keys: ApiKeys::new(KEY_PREFIX, TableStore::new(database.clone())), database }
    }
}
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
        Err(Error::NotImplemented)
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

/// Verifies credentials: to be implemented, with `dropspec::auth::ApiKeys`, `Jwt` or a function such as this.
async fn reject(_credential: Credential) -> Result<Identity, AuthError> {
    Err(Error::NotImplemented.into())
}
<%- endif %>
