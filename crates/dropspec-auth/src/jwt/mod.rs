//! Bearer tokens that are JSON Web Tokens (RFC 7519), signed by an issuer that the service trusts.

mod key_set;
mod keys;
mod remote;

use std::time::Duration;

use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{DecodingKey, Header, Validation, decode, decode_header};
use serde_json::{Map, Value};

pub use self::key_set::KeySetError;
pub use self::keys::{Keys, KeysError, Refresh};
use super::{Authenticator, Credential, Denial, Identity, Secret, Verdict};

/// A token that is longer, in bytes, is refused before it is looked at.
const LONGEST: usize = 16 * 1024;

/// Clocks that differ more than this are to be set, not to be tolerated.
const MOST_LEEWAY: Duration = Duration::from_secs(600);

/// Claims that say what the token allows: RFC 9068's, and what some issuers write in its place.
const SCOPE_CLAIMS: [&str; 3] = ["scope", "scp", "roles"];

/// How a token is signed (RFC 7518, section 3.1, and RFC 8037). There is no `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA of 2048 bits and more, PKCS #1 v1.5, SHA-256.
    Rs256,
    /// ECDSA on P-256, SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// A secret that issuer and service share, SHA-256.
    Hs256,
}

impl Algorithm {
    fn of(header: &Header) -> Option<Self> {
        Some(match header.alg {
            jsonwebtoken::Algorithm::RS256 => Self::Rs256,
            jsonwebtoken::Algorithm::ES256 => Self::Es256,
            jsonwebtoken::Algorithm::EdDSA => Self::EdDsa,
            jsonwebtoken::Algorithm::HS256 => Self::Hs256,
            _ => return None,
        })
    }

    fn outer(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::Rs256 => jsonwebtoken::Algorithm::RS256,
            Self::Es256 => jsonwebtoken::Algorithm::ES256,
            Self::EdDsa => jsonwebtoken::Algorithm::EdDSA,
            Self::Hs256 => jsonwebtoken::Algorithm::HS256,
        }
    }
}

/// What a token must be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The algorithms that it may be signed with.
    pub algorithms: Vec<Algorithm>,
    /// Its `iss`.
    pub issuer: String,
    /// What its `aud` is or has among others.
    pub audience: String,
    /// How far the clocks of issuer and service may differ, for `exp` and `nbf`; at most ten minutes.
    pub leeway: Duration,
}

/// Why tokens cannot be verified like this.
#[derive(Debug, thiserror::Error)]
pub enum JwtError {
    /// No algorithm is allowed.
    #[error("no algorithm is allowed for tokens: name one at least")]
    NoAlgorithm,
    /// Issuer or audience is empty.
    #[error("the issuer and the audience of tokens must not be empty")]
    Nobody,
    /// Clocks may differ too much.
    #[error("the leeway for the times of tokens must not be longer than ten minutes")]
    Leeway,
    /// No key fits an algorithm that is allowed.
    #[error("there is no key for any of the algorithms that are allowed for tokens")]
    NoKey,
}

/// Verifies tokens. An authenticator for `http` `bearer`, `oauth2` and `openIdConnect`.
///
/// ```
/// use dropspec::security::{Algorithm, Jwt, Keys, Refresh, Rules};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let rules = Rules {
///     algorithms: vec![Algorithm::Rs256],
///     issuer: "https://issuer.example".to_owned(),
///     audience: "shop".to_owned(),
///     leeway: std::time::Duration::from_secs(30),
/// };
/// let keys = Keys::from_url("https://issuer.example/.well-known/jwks.json", Refresh::default())?;
/// let jwt = Jwt::new(rules, keys)?;
/// # Ok(())
/// # }
/// ```
///
/// A token must have `exp`, `iss`, `aud` and `sub`; `nbf` counts where it is there. The subject of its identity is
/// `sub`, the scopes are those of `scope`, `scp` and `roles`, each a list or words with spaces between.
#[derive(Debug)]
pub struct Jwt {
    keys: Keys,
    rules: Vec<(Algorithm, Validation)>,
}

impl Jwt {
    /// Tokens by these rules, signed with one of these keys.
    ///
    /// # Errors
    /// When no token could ever be accepted, or tokens that are long expired would be.
    pub fn new(rules: Rules, keys: Keys) -> Result<Self, JwtError> {
        if rules.algorithms.is_empty() {
            return Err(JwtError::NoAlgorithm);
        }
        if rules.issuer.is_empty() || rules.audience.is_empty() {
            return Err(JwtError::Nobody);
        }
        if rules.leeway > MOST_LEEWAY {
            return Err(JwtError::Leeway);
        }
        if !keys.may_fit(&rules.algorithms) {
            return Err(JwtError::NoKey);
        }
        let validations = rules.algorithms.iter().map(|algorithm| (*algorithm, validation(*algorithm, &rules)));
        Ok(Self { keys, rules: validations.collect() })
    }

    async fn identity(&self, token: &Secret) -> Result<Identity, Denial> {
        let token = token.expose();
        if token.len() > LONGEST {
            return Err(Denial::invalid("the token is too long"));
        }
        let header = decode_header(token).map_err(|error| denial(&error))?;
        let allowed = Algorithm::of(&header).and_then(|given| self.rules.iter().find(|(allowed, _)| *allowed == given));
        let Some((algorithm, validation)) = allowed else {
            return Err(Denial::invalid("the token is signed with an algorithm that is not allowed"));
        };
        // RFC 7515, section 4.1.11: what we do not know and must not ignore.
        if header.crit.is_some() {
            return Err(Denial::invalid("the token has critical parameters that are not known"));
        }
        match self.keys.find(header.kid.as_deref(), *algorithm).await? {
            Some(key) => claims(token, &key, validation).and_then(identity),
            None => Err(Denial::invalid("the token is signed with a key that is not known")),
        }
    }
}

impl Authenticator for Jwt {
    fn verify(&self, credential: Credential) -> Verdict<'_> {
        Box::pin(async move {
            match credential {
                Credential::Bearer(token) | Credential::ApiKey(token) => self.identity(&token).await,
                Credential::Basic { .. } => Err(Denial::invalid("a token is expected")),
            }
        })
    }
}

fn validation(algorithm: Algorithm, rules: &Rules) -> Validation {
    let mut validation = Validation::new(algorithm.outer());
    validation.set_issuer(&[&rules.issuer]);
    validation.set_audience(&[&rules.audience]);
    // Without this, a token that lacks one of them passes.
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.leeway = rules.leeway.as_secs();
    validation.validate_nbf = true;
    validation
}

fn claims(token: &str, key: &DecodingKey, validation: &Validation) -> Result<Map<String, Value>, Denial> {
    decode(token, key, validation).map(|token| token.claims).map_err(|error| denial(&error))
}

fn identity(claims: Map<String, Value>) -> Result<Identity, Denial> {
    let subject = claims.get("sub").and_then(Value::as_str).ok_or_else(|| Denial::invalid("the token has no `sub`"))?;
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

fn denial(error: &Error) -> Denial {
    Denial::invalid(match error.kind() {
        ErrorKind::ExpiredSignature => "the token has expired",
        ErrorKind::ImmatureSignature => "the token is not valid yet",
        ErrorKind::InvalidIssuer => "the token is of another issuer",
        ErrorKind::InvalidAudience => "the token is for another audience",
        ErrorKind::InvalidSignature => "the signature of the token is wrong",
        ErrorKind::MissingRequiredClaim(name) => return Denial::invalid(format!("the token has no `{name}`")),
        ErrorKind::InvalidClaimFormat(name) => {
            return Denial::invalid(format!("the `{name}` of the token is malformed"));
        }
        _ => "the token is malformed, or signed with an algorithm that is not allowed",
    })
}
