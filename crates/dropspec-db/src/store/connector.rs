//! Connecting to PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use tokio_postgres::{Client, Config, NoTls};

use super::error::{StoreError, describe};
use super::multiplexed::MultiplexedConnection;
use super::server::ServerName;

/// The time limit of a statement.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);

/// Connects to a server.
#[derive(Clone)]
pub(super) struct Connector {
    config: Arc<Config>,
    /// The server, for messages.
    pub(super) server: ServerName,
    /// The time limit of connecting.
    pub(super) timeout: Duration,
}

impl Connector {
    pub(super) fn new(url: &str, timeout: Duration) -> Result<Self, StoreError> {
        let mut config: Config = url.parse().map_err(|error| StoreError::Unavailable(describe(&error).into()))?;
        // A server that has become unreachable does not close its connections: without this they would be used for 15 minutes.
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(timeout);
        }
        Ok(Self { server: ServerName::of(&config), config: Arc::new(config), timeout })
    }

    /// A connection whose statements have a time limit.
    pub(super) async fn for_statements(&self) -> Result<MultiplexedConnection, StoreError> {
        self.with_timeout(self.limited()).await
    }

    /// A connection of the driver below diesel, whose statements have no time limit.
    pub(super) async fn client(&self) -> Result<Client, StoreError> {
        let connecting = async { self.config.connect(NoTls).await.map_err(connection_error) };
        let (client, connection) = self.with_timeout(connecting).await?;
        // It ends when the client is dropped, or with an error that the client returns.
        tokio::spawn(connection);
        Ok(client)
    }

    /// A connection whose statements have no time limit.
    pub(super) async fn unlimited(&self) -> Result<MultiplexedConnection, StoreError> {
        self.with_timeout(self.connect()).await
    }

    /// Like [`Connector::for_statements`], without the time limit of connecting.
    pub(super) async fn limited(&self) -> ConnectionResult<MultiplexedConnection> {
        let mut driven = self.connect().await?;
        let statement = format!("SET statement_timeout = {}", STATEMENT_TIMEOUT.as_millis());
        driven.connection.batch_execute(&statement).await.map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(driven)
    }

    async fn connect(&self) -> ConnectionResult<MultiplexedConnection> {
        let (client, connection) = self.config.connect(NoTls).await.map_err(connection_error)?;
        let driver = tokio::spawn(connection);
        Ok(MultiplexedConnection { connection: AsyncPgConnection::try_from(client).await?, driver })
    }

    async fn with_timeout<T>(&self, connecting: impl Future<Output = ConnectionResult<T>>) -> Result<T, StoreError> {
        let timed_out = |_| self.server.unavailable(format!("no connection within {:?}", self.timeout));
        let outcome = tokio::time::timeout(self.timeout, connecting).await.map_err(timed_out)?;
        outcome.map_err(|error| self.server.unavailable(error))
    }
}

fn connection_error(error: tokio_postgres::Error) -> ConnectionError {
    ConnectionError::BadConnection(describe(&error))
}
