//! Configurations that are rejected.

use std::time::Duration;

use dropspec_auth::{Algorithm, Jwt, JwtKeys, JwtValidation, RefreshPolicy, Secret};

use crate::support::{ED, RSA, SHARED, set, validation};

fn error(validation: JwtValidation, keys: JwtKeys) -> String {
    Jwt::new(validation, keys).unwrap_err().to_string()
}

fn keys() -> JwtKeys {
    JwtKeys::from_json(&set([&*ED])).unwrap()
}

#[test]
fn an_algorithm_is_required() {
    assert_eq!(error(validation(&[]), keys()), "no JWT algorithm is allowed: name at least one");
}

#[test]
fn a_key_for_an_allowed_algorithm_is_required() {
    let error_with = |algorithm, keys| error(validation(&[algorithm]), keys);
    let none = "no JWT key for any of the allowed algorithms";
    assert_eq!(error_with(Algorithm::Rs256, keys()), none);
    assert_eq!(error_with(Algorithm::Rs256, JwtKeys::from_json("{\"keys\":[]}").unwrap()), none);
    let remote = JwtKeys::from_url("https://issuer.example/keys", RefreshPolicy::default()).unwrap();
    assert_eq!(error_with(Algorithm::Hs256, remote), none);
}

#[test]
fn issuer_and_audience_are_required() {
    let reason = "JWT issuer and audience must not be empty";
    assert_eq!(error(JwtValidation { issuer: String::new(), ..validation(&[Algorithm::EdDsa]) }, keys()), reason);
    assert_eq!(error(JwtValidation { audience: String::new(), ..validation(&[Algorithm::EdDsa]) }, keys()), reason);
}

#[test]
fn the_leeway_is_limited() {
    let reason = "JWT leeway must not exceed ten minutes";
    assert_eq!(
        error(JwtValidation { leeway: Duration::from_secs(601), ..validation(&[Algorithm::EdDsa]) }, keys()),
        reason
    );
}

#[test]
fn a_short_secret_is_rejected() {
    let error = JwtKeys::secret(&Secret::from("0123456789abcdef0123456789abcde")).unwrap_err().to_string();
    assert_eq!(error, "a secret for HS256 must have at least 32 bytes, all random");
}

#[test]
fn urls_are_https_or_loopback() {
    for right in ["https://issuer.example/keys", "http://127.0.0.1:1/", "http://[::1]/", "http://localhost/"] {
        JwtKeys::from_url(right, RefreshPolicy::default()).unwrap();
    }
    for wrong in
        ["http://issuer.example/keys", "http://localhost.example/", "file:///etc/keys", "ftp://[::1]/", "keys", ""]
    {
        let error = JwtKeys::from_url(wrong, RefreshPolicy::default()).unwrap_err().to_string();
        assert_eq!(error, format!("cannot fetch JWT keys from {wrong}: use an https URL"));
    }
}

#[test]
fn a_file_of_keys_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let error = dropspec_http::chain(&JwtKeys::from_file(&file).unwrap_err());
    assert!(error.starts_with(&format!("cannot read JWT keys from {}: No such file", file.display())), "{error}");
    std::fs::write(&file, "[]").unwrap();
    let error = dropspec_http::chain(&JwtKeys::from_file(&file).unwrap_err());
    assert!(error.starts_with("not a JSON Web Key Set: "), "{error}");
    std::fs::write(&file, set([&*RSA])).unwrap();
    Jwt::new(validation(&[Algorithm::Rs256]), JwtKeys::from_file(&file).unwrap()).unwrap();
}

#[test]
fn debug_output_hides_secrets() {
    let secret = "0123456789abcdef0123456789abcdef";
    let jwt = Jwt::new(validation(&[Algorithm::Hs256]), JwtKeys::secret(&Secret::from(secret)).unwrap()).unwrap();
    let shown = format!("{jwt:?}");
    assert!(!shown.contains(secret) && !shown.contains("48, 49, 50"), "{shown}");
    let jwk = SHARED.jwk();
    let jwt = Jwt::new(validation(&[Algorithm::Hs256]), JwtKeys::from_json(&set([&*SHARED])).unwrap()).unwrap();
    assert!(!format!("{jwt:?}").contains(jwk["k"].as_str().unwrap()));
}
