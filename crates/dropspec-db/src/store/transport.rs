//! Connections of the driver: with TLS or without, directly or through PgBouncer.

use std::error::Error as _;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinHandle;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::{MakeTlsConnect, TlsStream};
use tokio_postgres::{CancelToken, Client, Config, Error, Socket};

use super::pooler::{PoolerConnector, PoolerError};
use super::server_url::ServerUrl;
use super::tls::{HandshakeError, TlsConnector, TlsError, client_config};

/// The task that reads and writes the socket of a connection. It ends when the client is dropped, or with an error that the client returns.
pub(super) type Driver = JoinHandle<Result<(), Error>>;

/// Makes the connections to a server, and the requests to cancel a statement, which are connections of their own.
pub(super) struct Transport {
    config: Config,
    tls: TlsConnector,
    /// Whether the connections belong to a session of the server only for a transaction: there are no settings and locks of a session.
    pub(super) is_pooler: bool,
    /// Whether a connection without TLS follows when the TLS handshake fails.
    falls_back: bool,
}

impl Transport {
    /// Reads the files that the URL names.
    pub(super) fn new(url: ServerUrl) -> Result<Self, TlsError> {
        // There is no TLS over a Unix socket.
        let mode = if url.is_socket() { SslMode::Disable } else { url.tls.driver_mode() };
        let tls = TlsConnector::new(client_config(&url.tls)?);
        let mut config = url.config;
        config.ssl_mode(mode);
        Ok(Self { config, tls, is_pooler: url.is_pgbouncer, falls_back: url.tls.falls_back() })
    }

    /// Connects, and starts the task of the connection.
    pub(super) async fn connect(&self) -> Result<(Client, Driver), Error> {
        match self.connect_with(&self.config).await {
            Err(error) if self.falls_back && is_handshake_error(&error) => {
                self.connect_with(self.config.clone().ssl_mode(SslMode::Disable)).await
            }
            outcome => outcome,
        }
    }

    async fn connect_with(&self, config: &Config) -> Result<(Client, Driver), Error> {
        if !self.is_pooler {
            return spawn(config, self.tls.clone()).await;
        }
        let (connector, config) = PoolerConnector::new(self.tls.clone(), config);
        spawn(&config, connector).await
    }

    /// Asks the server to cancel the statement that runs on a connection of this transport.
    pub(super) async fn cancel(&self, token: &CancelToken) -> Result<(), Error> {
        if !self.is_pooler {
            return token.cancel_query(self.tls.clone()).await;
        }
        token.cancel_query(PoolerConnector::new(self.tls.clone(), &self.config).0).await
    }
}

async fn spawn<T>(config: &Config, tls: T) -> Result<(Client, Driver), Error>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: TlsStream + AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (client, connection) = config.connect(tls).await?;
    Ok((client, tokio::spawn(connection)))
}

fn is_handshake_error(error: &Error) -> bool {
    let source = error.source();
    source.is_some_and(|source| {
        source.is::<HandshakeError>() || matches!(source.downcast_ref(), Some(PoolerError::Handshake(_)))
    })
}
