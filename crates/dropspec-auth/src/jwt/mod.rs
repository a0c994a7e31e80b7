//! Bearer tokens that are JSON Web Tokens (RFC 7519), signed by a trusted issuer.

mod algorithm;
mod key_set;
mod keys;
mod refresh;
mod remote;

use std::time::Duration;

use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value};

pub use self::algorithm::Algorithm;
pub use self::key_set::KeySetError;
pub use self::keys::{JwtKeys, JwtKeysError};
pub use self::refresh::RefreshPolicy;
use crate::{AuthError, Authenticator, Credential, Identity, Secret, VerifyFuture};

/// The maximum length of a token in bytes; a longer one is rejected before it is decoded.
const MAX_TOKEN_LENGTH: usize = 16 * 1024;

/// The maximum leeway for `exp` and `nbf`.
const MAX_LEEWAY: Duration = Duration::from_secs(600);

/// The claims that list scopes: that of RFC 9068, and those that some issuers use instead.
const SCOPE_CLAIMS: [&str; 3] = ["scope", "scp", "roles"];

/// The requirements for a token to be valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtValidation {
    /// The algorithms that it may be signed with.
    pub algorithms: Vec<Algorithm>,
    /// The required `iss`.
    pub issuer: String,
    /// The required `aud`, possibly among others.
    pub audience: String,
    /// How far the clocks of issuer and service may differ, for `exp` and `nbf`; at most ten minutes.
    pub leeway: Duration,
}

/// Why a [`JwtValidation`] cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JwtError {
    /// No algorithm is allowed.
    #[error("no JWT algorithm is allowed: name at least one")]
    NoAlgorithm,
    /// Issuer or audience is empty.
    #[error("JWT issuer and audience must not be empty")]
    EmptyIssuerOrAudience,
    /// The leeway is too long.
    #[error("JWT leeway must not exceed ten minutes")]
    LeewayTooLong,
    /// No key is for an allowed algorithm.
    #[error("no JWT key for any of the allowed algorithms")]
    NoKey,
}

/// Verifies tokens. An authenticator for `http` `bearer`, `oauth2` and `openIdConnect`.
///
/// ```
/// use dropspec_auth::{Algorithm, Jwt, JwtKeys, JwtValidation, RefreshPolicy};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let validation = JwtValidation {
///     algorithms: vec![Algorithm::Rs256],
///     issuer: "https://issuer.example".to_owned(),
///     audience: "shop".to_owned(),
///     leeway: std::time::Duration::from_secs(30),
/// };
/// let keys = JwtKeys::from_url("https://issuer.example/.well-known/jwks.json", RefreshPolicy::default())?;
/// let jwt = Jwt::new(validation, keys)?;
/// # Ok(())
/// # }
/// ```
///
/// A token must have `exp`, `iss`, `aud` and `sub`; `nbf` is optional. `sub` becomes the subject of the identity; its scopes are those of
/// `scope`, `scp` and `roles`, each an array or a string of words.
#[derive(Debug)]
pub struct Jwt {
    keys: JwtKeys,
    validations: Vec<(Algorithm, Validation)>,
}

impl Jwt {
    /// Accepts tokens that are valid and signed with one of the keys.
    ///
    /// # Errors
    /// If no token could ever be valid, or the leeway is too long.
    pub fn new(validation: JwtValidation, keys: JwtKeys) -> Result<Self, JwtError> {
        if validation.algorithms.is_empty() {
            return Err(JwtError::NoAlgorithm);
        }
        if validation.issuer.is_empty() || validation.audience.is_empty() {
            return Err(JwtError::EmptyIssuerOrAudience);
        }
        if validation.leeway > MAX_LEEWAY {
            return Err(JwtError::LeewayTooLong);
        }
        if !keys.may_support(&validation.algorithms) {
            return Err(JwtError::NoKey);
        }
        let validations = validation.algorithms.iter().map(|algorithm| (*algorithm, validation.with(*algorithm)));
        Ok(Self { keys, validations: validations.collect() })
    }

    async fn identity(&self, token: &Secret) -> Result<Identity, AuthError> {
        let token = token.expose();
        if token.len() > MAX_TOKEN_LENGTH {
            return Err(AuthError::invalid("token too long"));
        }
        let header = decode_header(token).map_err(|error| auth_error(&error))?;
        let allowed =
            Algorithm::of(&header).and_then(|given| self.validations.iter().find(|(allowed, _)| *allowed == given));
        let Some((algorithm, validation)) = allowed else {
            return Err(AuthError::invalid("token signature algorithm not allowed"));
        };
        // RFC 7515, section 4.1.11: a critical parameter must not be ignored, and none is supported.
        if header.crit.is_some() {
            return Err(AuthError::invalid("unsupported critical parameters in token header"));
        }
        match self.keys.find(header.kid.as_deref(), *algorithm).await? {
            Some(key) => claims(token, &key, validation).and_then(identity),
            None => Err(AuthError::invalid("unknown token signing key")),
        }
    }
}

impl Authenticator for Jwt {
    fn verify(&self, credential: Credential) -> VerifyFuture<'_> {
        Box::pin(async move {
            match credential {
                Credential::Bearer(token) | Credential::ApiKey(token) => self.identity(&token).await,
                Credential::Basic { .. } | Credential::Http(_) => Err(AuthError::invalid("expected a token")),
            }
        })
    }
}

impl JwtValidation {
    fn with(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm.into());
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        // By default, a token without one of these claims is valid.
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.leeway = self.leeway.as_secs();
        validation.validate_nbf = true;
        validation
    }
}

fn claims(token: &str, key: &DecodingKey, validation: &Validation) -> Result<Map<String, Value>, AuthError> {
    decode(token, key, validation).map(|token| token.claims).map_err(|error| auth_error(&error))
}

fn identity(claims: Map<String, Value>) -> Result<Identity, AuthError> {
    let subject = claims.get("sub").and_then(Value::as_str).ok_or_else(|| missing_claim("sub"))?;
    let scopes = SCOPE_CLAIMS.iter().filter_map(|name| claims.get(*name)).flat_map(words);
    Ok(Identity::new(subject).with_scopes(scopes).with_claims(claims))
}

fn words(claim: &Value) -> Vec<&str> {
    match claim {
        Value::String(text) => text.split_ascii_whitespace().collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn missing_claim(name: &str) -> AuthError {
    AuthError::invalid(format!("missing token claim `{name}`"))
}

fn auth_error(error: &Error) -> AuthError {
    AuthError::invalid(match error.kind() {
        ErrorKind::ExpiredSignature => "token expired",
        ErrorKind::ImmatureSignature => "token not valid yet",
        ErrorKind::InvalidIssuer => "wrong token issuer",
        ErrorKind::InvalidAudience => "wrong token audience",
        ErrorKind::InvalidSignature => "invalid token signature",
        ErrorKind::MissingRequiredClaim(name) => return missing_claim(name),
        ErrorKind::InvalidClaimFormat(name) => return AuthError::invalid(format!("malformed token claim `{name}`")),
        _ => "malformed token, or signature algorithm not allowed",
    })
}
