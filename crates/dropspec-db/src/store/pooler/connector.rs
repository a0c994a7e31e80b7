//! Connecting to PgBouncer.

use std::convert::Infallible;
use std::io;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_postgres::Socket;
use tokio_postgres::config::{Config, SslMode, SslNegotiation};
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};

use super::stream::PoolerStream;
use crate::store::tls::{Handshake, HandshakeError, TlsConnector};

/// The message that asks for TLS: its length, and a number in place of the protocol's version.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// Makes connections whose messages are rewritten, with TLS or without.
#[derive(Clone)]
pub(in crate::store) struct PoolerConnector {
    tls: TlsConnector,
    mode: SslMode,
}

/// A connection that is about to be made.
pub(in crate::store) struct PoolerHandshake {
    tls: Handshake,
    mode: SslMode,
}

/// Why a connection cannot be made.
#[derive(Debug, thiserror::Error)]
pub(in crate::store) enum PoolerError {
    #[error("the server does not offer TLS")]
    NoTls,
    #[error(transparent)]
    Handshake(#[from] HandshakeError),
    #[error(transparent)]
    Connection(#[from] io::Error),
}

impl PoolerConnector {
    /// The connector, and the configuration that it needs: the driver passes each new socket on at once, so that the connector sees all
    /// that is read and written, and agrees with the server on TLS itself.
    pub(in crate::store) fn new(tls: TlsConnector, config: &Config) -> (Self, Config) {
        let connector = Self { tls, mode: config.get_ssl_mode() };
        let mut config = config.clone();
        config.ssl_mode(SslMode::Require).ssl_negotiation(SslNegotiation::Direct);
        (connector, config)
    }
}

impl PoolerHandshake {
    async fn run(self, mut socket: Socket) -> Result<PoolerStream, PoolerError> {
        if self.mode != SslMode::Disable {
            socket.write_all(&SSL_REQUEST).await?;
            if socket.read_u8().await? == b'S' {
                let stream = self.tls.run(socket).await?;
                let channel_binding = stream.end_point();
                return Ok(PoolerStream::new(stream, channel_binding));
            }
            if self.mode != SslMode::Prefer {
                return Err(PoolerError::NoTls);
            }
        }
        Ok(PoolerStream::new(socket, None))
    }
}

impl MakeTlsConnect<Socket> for PoolerConnector {
    type Stream = PoolerStream;
    type TlsConnect = PoolerHandshake;
    type Error = Infallible;

    fn make_tls_connect(&mut self, host: &str) -> Result<PoolerHandshake, Infallible> {
        Ok(PoolerHandshake { tls: self.tls.handshake(host), mode: self.mode })
    }
}

impl TlsConnect<Socket> for PoolerHandshake {
    type Stream = PoolerStream;
    type Error = PoolerError;
    type Future = BoxFuture<'static, Result<PoolerStream, PoolerError>>;

    fn connect(self, socket: Socket) -> Self::Future {
        self.run(socket).boxed()
    }
}
