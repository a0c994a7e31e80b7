//! The service that a client calls.

use std::sync::Arc;
use std::time::Duration;

use crate::credential::{Credential, Scheme};
use crate::transport::Transport;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// The maximum pause within a response. Responses may be streams, so that the whole has no time limit.
const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// The name in errors of a service that has none.
const ANY_SERVICE: &str = "the service";

/// The URL of a service, how requests are sent to it, and the credentials for it.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The name of the service in errors.
    pub(crate) service: &'static str,
    pub(crate) url: String,
    /// Makes requests.
    pub(crate) http: reqwest::Client,
    /// Sends them.
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) credentials: Vec<Credential>,
}

impl Connection {
    /// Creates a connection with the default HTTP client. It does not follow redirects: those of the document are responses, and others
    /// might lead credentials to another service.
    #[must_use]
    pub fn new(url: &str) -> Self {
        let builder = reqwest::Client::builder().connect_timeout(CONNECT_TIMEOUT).read_timeout(READ_TIMEOUT);
        Self::with_http(url, builder.redirect(reqwest::redirect::Policy::none()).build().unwrap_or_default())
    }

    /// Creates a connection with a configured HTTP client.
    #[must_use]
    pub fn with_http(url: &str, http: reqwest::Client) -> Self {
        let transport = Arc::new(http.clone());
        let url = url.trim_end_matches('/').to_owned();
        Self { service: ANY_SERVICE, url, http, transport, credentials: Vec::new() }
    }

    /// The same connection to a service that has this name in errors, with requests that are sent in another way.
    #[must_use]
    pub fn over(self, service: &'static str, transport: Arc<dyn Transport>) -> Self {
        Self { service, transport, ..self }
    }

    /// Adds the credential for a security scheme, instead of an earlier one.
    #[must_use]
    pub fn with_credential(mut self, name: &'static str, scheme: Scheme, secret: impl Into<String>) -> Self {
        self.credentials.retain(|credential| credential.name != name);
        self.credentials.push(Credential { name, scheme, secret: secret.into() });
        self
    }

    /// Adds the user name and the password for a security scheme of Basic authentication (RFC 7617).
    #[must_use]
    pub fn with_password(self, name: &'static str, user: &str, password: &str) -> Self {
        self.with_credential(name, Scheme::Authorization("Basic"), base64(format!("{user}:{password}").as_bytes()))
    }
}

/// Encodes bytes in base64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for index in 0..4 {
            let sextet = (bits >> (18 - 6 * index)) & 0x3f;
            let digit = if index <= chunk.len() { char::from(ALPHABET[sextet as usize]) } else { '=' };
            text.push(digit);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn encodes_the_test_vectors_of_the_rfc() {
        for (text, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
