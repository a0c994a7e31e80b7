//! The TLS handshake with a server.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};

use super::stream::TlsStream;

/// Makes the TLS connections of the driver.
#[derive(Clone)]
pub(in crate::store) struct TlsConnector(tokio_rustls::TlsConnector);

/// A handshake with a host that is about to start.
pub(in crate::store) struct Handshake {
    connector: tokio_rustls::TlsConnector,
    host: String,
}

/// Why a TLS handshake failed.
#[derive(Debug, thiserror::Error)]
#[error("TLS handshake with {host} failed{}", hint(.source))]
pub(in crate::store) struct HandshakeError {
    host: String,
    source: io::Error,
}

impl TlsConnector {
    pub(in crate::store) fn new(config: ClientConfig) -> Self {
        Self(Arc::new(config).into())
    }

    pub(in crate::store) fn handshake(&self, host: &str) -> Handshake {
        Handshake { connector: self.0.clone(), host: host.to_owned() }
    }
}

impl Handshake {
    pub(in crate::store) async fn run<S>(self, socket: S) -> Result<TlsStream<S>, HandshakeError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let Self { connector, host } = self;
        // A name that no certificate can have, such as one with a space, is not sent, and fails where names are verified.
        let unnamed = |_| ServerName::IpAddress(Ipv4Addr::UNSPECIFIED.into());
        let name = ServerName::try_from(host.clone()).unwrap_or_else(unnamed);
        match connector.connect(name, socket).await {
            Ok(stream) => Ok(TlsStream::new(stream)),
            Err(source) => Err(HandshakeError { host, source }),
        }
    }
}

impl<S> MakeTlsConnect<S> for TlsConnector
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = TlsStream<S>;
    type TlsConnect = Handshake;
    type Error = Infallible;

    fn make_tls_connect(&mut self, host: &str) -> Result<Handshake, Infallible> {
        Ok(self.handshake(host))
    }
}

impl<S> TlsConnect<S> for Handshake
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = TlsStream<S>;
    type Error = HandshakeError;
    type Future = BoxFuture<'static, Result<TlsStream<S>, HandshakeError>>;

    fn connect(self, socket: S) -> Self::Future {
        self.run(socket).boxed()
    }
}

/// What to change, where the cause does not say so.
fn hint(error: &io::Error) -> &'static str {
    let rustls = error.get_ref().and_then(|error| error.downcast_ref::<rustls::Error>());
    let Some(rustls::Error::InvalidCertificate(reason)) = rustls else { return "" };
    match reason {
        CertificateError::UnknownIssuer => " (sslrootcert must contain the CA that issued the certificate)",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            " (with sslmode=verify-full the certificate must have the host among its subject alternative names)"
        }
        _ => "",
    }
}
