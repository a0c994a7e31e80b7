//! The algorithms that tokens are signed with.

use jsonwebtoken::Header;

/// How a token is signed (RFC 7518, section 3.1, and RFC 8037). There is no `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// RSA of 2048 bits or more, PKCS #1 v1.5, SHA-256.
    Rs256,
    /// ECDSA on P-256, SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// HMAC with a secret that issuer and service share, SHA-256.
    Hs256,
}

impl Algorithm {
    /// The algorithm in the header of a token, if it is supported.
    pub(super) fn of(header: &Header) -> Option<Self> {
        Some(match header.alg {
            jsonwebtoken::Algorithm::RS256 => Self::Rs256,
            jsonwebtoken::Algorithm::ES256 => Self::Es256,
            jsonwebtoken::Algorithm::EdDSA => Self::EdDsa,
            jsonwebtoken::Algorithm::HS256 => Self::Hs256,
            _ => return None,
        })
    }
}

impl From<Algorithm> for jsonwebtoken::Algorithm {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Rs256 => Self::RS256,
            Algorithm::Es256 => Self::ES256,
            Algorithm::EdDsa => Self::EdDSA,
            Algorithm::Hs256 => Self::HS256,
        }
    }
}
