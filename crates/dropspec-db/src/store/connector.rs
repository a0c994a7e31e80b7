//! Connecting to PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use tokio_postgres::Client;

use super::cancel::Canceller;
use super::driver_connection::DriverConnection;
use super::error::{DatabaseUrlError, StoreError, describe};
use super::multiplexed::MultiplexedConnection;
use super::pool::PoolConfig;
use super::server::ServerName;
use super::server_url::ServerUrl;
use super::transport::{Driver, Transport};

/// The part of a statement's time that it may wait for a lock, in percent. The time limit of a lock must be the shorter one: otherwise that of
/// the statement, whose time begins earlier, always ends first, and its error does not say that a lock is the reason.
const LOCK_PERCENT: u128 = 90;

/// Servers before PostgreSQL 12 do not have the parameter, and then no row.
const PLAN_FOR_VALUES: &str =
    "SELECT set_config(name, 'force_custom_plan', false) FROM pg_settings WHERE name = 'plan_cache_mode'";

/// Connects to a server.
#[derive(Clone)]
pub(super) struct Connector {
    transport: Arc<Transport>,
    /// The server, for messages.
    pub(super) server: ServerName,
    /// The time limit of connecting.
    pub(super) timeout: Duration,
    /// The time limit of a statement.
    statement_timeout: Duration,
}

impl Connector {
    pub(super) fn new(
        url: &str,
        PoolConfig { timeout, statement_timeout, .. }: PoolConfig,
    ) -> Result<Self, StoreError> {
        let mut url = ServerUrl::parse(url).map_err(DatabaseUrlError::from)?;
        // A server that has become unreachable does not close its connections: without this they would be used for 15 minutes.
        if url.config.get_tcp_user_timeout().is_none() {
            url.config.tcp_user_timeout(timeout);
        }
        let server = ServerName::of(&url.config);
        Ok(Self { transport: Arc::new(Transport::new(url)?), server, timeout, statement_timeout })
    }

    /// A connection whose statements have a time limit.
    pub(super) async fn for_statements(&self) -> Result<MultiplexedConnection, StoreError> {
        self.with_timeout(self.limited()).await
    }

    /// A connection for searches, each of which is planned for its values. A plan for any values reads the rows in the order of the list until
    /// it has enough of them, which are all rows of the table if few match.
    pub(super) async fn for_searches(&self) -> Result<MultiplexedConnection, StoreError> {
        self.with_timeout(async {
            let mut driven = self.limited().await?;
            // A pooler gets statements without a name, which are planned each time.
            if !self.is_pooler() {
                let plan = driven.connection.batch_execute(PLAN_FOR_VALUES).await;
                plan.map_err(ConnectionError::CouldntSetupConfiguration)?;
            }
            Ok(driven)
        })
        .await
    }

    /// A connection of the driver below diesel, whose statements have no time limit.
    pub(super) async fn client(&self) -> Result<Client, StoreError> {
        let (client, _) = self.with_timeout(self.open()).await?;
        Ok(client)
    }

    /// The same, with cancellation.
    pub(super) async fn driver_connection(&self) -> Result<DriverConnection, StoreError> {
        let client = self.client().await?;
        let canceller = Canceller::new(Arc::clone(&self.transport), client.cancel_token());
        Ok(DriverConnection::new(client, canceller))
    }

    /// Whether a pooler is in between, which keeps no state of a session.
    pub(super) fn is_pooler(&self) -> bool {
        self.transport.is_pooler
    }

    /// Cancels statements of a connection of this connector.
    pub(super) fn canceller(&self, connection: &AsyncPgConnection) -> Canceller {
        Canceller::new(Arc::clone(&self.transport), connection.cancel_token())
    }

    /// Like [`Connector::for_statements`], without the time limit of connecting.
    pub(super) async fn limited(&self) -> ConnectionResult<MultiplexedConnection> {
        let mut driven = self.connect().await?;
        // The setting would be that of other clients of the pooler, too.
        if self.is_pooler() {
            return Ok(driven);
        }
        let limit = self.statement_timeout.as_millis();
        let of_lock = limit * LOCK_PERCENT / 100;
        let statement = format!("SET statement_timeout = {limit}; SET lock_timeout = {of_lock}");
        driven.connection.batch_execute(&statement).await.map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(driven)
    }

    async fn connect(&self) -> ConnectionResult<MultiplexedConnection> {
        let (client, driver) = self.open().await?;
        let connection = AsyncPgConnection::try_from(client).await?;
        let canceller = self.canceller(&connection);
        Ok(MultiplexedConnection::new(connection, driver, canceller))
    }

    async fn open(&self) -> ConnectionResult<(Client, Driver)> {
        self.transport.connect().await.map_err(|error| ConnectionError::BadConnection(describe(&error)))
    }

    async fn with_timeout<T>(&self, connecting: impl Future<Output = ConnectionResult<T>>) -> Result<T, StoreError> {
        let timed_out = |_| self.server.unavailable(format!("no connection within {:?}", self.timeout));
        let outcome = tokio::time::timeout(self.timeout, connecting).await.map_err(timed_out)?;
        outcome.map_err(|error| self.server.unavailable(error))
    }
}
