//! How connections to PostgreSQL are made.

use std::sync::Arc;
use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use tokio_postgres::{Client, Config, NoTls};

use super::error::{StoreError, describe};
use super::shared::Driven;

/// How long a statement may take.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);

/// Makes connections to a server.
#[derive(Clone)]
pub(super) struct Connector {
    config: Arc<Config>,
    /// How long a connection may take to be made.
    pub(super) timeout: Duration,
}

impl Connector {
    pub(super) fn new(url: &str, timeout: Duration) -> Result<Self, StoreError> {
        let mut config: Config = url.parse().map_err(|error| StoreError::Unavailable(describe(&error).into()))?;
        // A server that is cut off does not say so. Without this its connections would be used for a quarter of an hour.
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(timeout);
        }
        Ok(Self { config: Arc::new(config), timeout })
    }

    /// A connection whose statements end in time.
    pub(super) async fn for_statements(&self) -> Result<Driven, StoreError> {
        self.in_time(self.limited()).await
    }

    /// A connection of the driver below diesel, whose statements take as long as they do.
    pub(super) async fn client(&self) -> Result<Client, StoreError> {
        let connecting = async { self.config.connect(NoTls).await.map_err(bad) };
        let (client, connection) = self.in_time(connecting).await?;
        // Ends when the client is dropped, or with an error that the client gets to see.
        tokio::spawn(connection);
        Ok(client)
    }

    /// A connection whose statements take as long as they do.
    pub(super) async fn unlimited(&self) -> Result<Driven, StoreError> {
        self.in_time(self.connect()).await
    }

    /// As [`Connector::for_statements`], for a caller that looks at the time itself.
    pub(super) async fn limited(&self) -> ConnectionResult<Driven> {
        let mut driven = self.connect().await?;
        let statement = format!("SET statement_timeout = {}", STATEMENT_TIMEOUT.as_millis());
        driven.connection.batch_execute(&statement).await.map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(driven)
    }

    async fn connect(&self) -> ConnectionResult<Driven> {
        let (client, connection) = self.config.connect(NoTls).await.map_err(bad)?;
        let driver = tokio::spawn(connection);
        Ok(Driven { connection: AsyncPgConnection::try_from(client).await?, driver })
    }

    async fn in_time<T>(&self, connecting: impl Future<Output = ConnectionResult<T>>) -> Result<T, StoreError> {
        let late = |_| StoreError::Unavailable(format!("no answer within {:?}", self.timeout).into());
        let outcome = tokio::time::timeout(self.timeout, connecting).await.map_err(late)?;
        outcome.map_err(|error| StoreError::Unavailable(error.into()))
    }
}

fn bad(error: tokio_postgres::Error) -> ConnectionError {
    ConnectionError::BadConnection(describe(&error))
}
