//! What tokens cannot be verified with.

use std::time::Duration;

use dropspec::security::{Algorithm, Jwt, Keys, Refresh, Rules, Secret};

use crate::support::{ED, RSA, SHARED, rules, set};

fn complaint(rules: Rules, keys: Keys) -> String {
    Jwt::new(rules, keys).unwrap_err().to_string()
}

fn keys() -> Keys {
    Keys::from_json(&set([&*ED])).unwrap()
}

#[test]
fn an_algorithm_is_named() {
    assert_eq!(complaint(rules(&[]), keys()), "no algorithm is allowed for tokens: name one at least");
}

#[test]
fn a_key_is_there() {
    let complaint_of = |algorithm, keys| complaint(rules(&[algorithm]), keys);
    let none = "there is no key for any of the algorithms that are allowed for tokens";
    assert_eq!(complaint_of(Algorithm::Rs256, keys()), none);
    assert_eq!(complaint_of(Algorithm::Rs256, Keys::from_json("{\"keys\":[]}").unwrap()), none);
    let remote = Keys::from_url("https://issuer.example/keys", Refresh::default()).unwrap();
    assert_eq!(complaint_of(Algorithm::Hs256, remote), none);
}

#[test]
fn issuer_and_audience_are_named() {
    let reason = "the issuer and the audience of tokens must not be empty";
    assert_eq!(complaint(Rules { issuer: String::new(), ..rules(&[Algorithm::EdDsa]) }, keys()), reason);
    assert_eq!(complaint(Rules { audience: String::new(), ..rules(&[Algorithm::EdDsa]) }, keys()), reason);
}

#[test]
fn clocks_differ_by_minutes_at_most() {
    let reason = "the leeway for the times of tokens must not be longer than ten minutes";
    assert_eq!(complaint(Rules { leeway: Duration::from_secs(601), ..rules(&[Algorithm::EdDsa]) }, keys()), reason);
}

#[test]
fn a_secret_is_long() {
    let complaint = Keys::secret(&Secret::from("0123456789abcdef0123456789abcde")).unwrap_err().to_string();
    assert_eq!(complaint, "a secret for HS256 must have 32 bytes or more, and be random");
}

#[test]
fn keys_come_over_https_or_from_this_machine() {
    for right in ["https://issuer.example/keys", "http://127.0.0.1:1/", "http://[::1]/", "http://localhost/"] {
        Keys::from_url(right, Refresh::default()).unwrap();
    }
    for wrong in
        ["http://issuer.example/keys", "http://localhost.example/", "file:///etc/keys", "ftp://[::1]/", "keys", ""]
    {
        let complaint = Keys::from_url(wrong, Refresh::default()).unwrap_err().to_string();
        assert_eq!(complaint, format!("keys cannot be fetched from {wrong}: take an https URL"));
    }
}

#[test]
fn a_file_of_keys_is_read_or_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let complaint = Keys::from_file(&file).unwrap_err().to_string();
    assert!(complaint.starts_with(&format!("{}: cannot read the keys: No such file", file.display())), "{complaint}");
    std::fs::write(&file, "[]").unwrap();
    let complaint = Keys::from_file(&file).unwrap_err().to_string();
    assert!(complaint.starts_with("this is not a JSON Web Key Set: "), "{complaint}");
    std::fs::write(&file, set([&*RSA])).unwrap();
    Jwt::new(rules(&[Algorithm::Rs256]), Keys::from_file(&file).unwrap()).unwrap();
}

#[test]
fn secrets_do_not_show() {
    let secret = "0123456789abcdef0123456789abcdef";
    let jwt = Jwt::new(rules(&[Algorithm::Hs256]), Keys::secret(&Secret::from(secret)).unwrap()).unwrap();
    let shown = format!("{jwt:?}");
    assert!(!shown.contains(secret) && !shown.contains("48, 49, 50"), "{shown}");
    let jwk = SHARED.jwk();
    let jwt = Jwt::new(rules(&[Algorithm::Hs256]), Keys::from_json(&set([&*SHARED])).unwrap()).unwrap();
    assert!(!format!("{jwt:?}").contains(jwk["k"].as_str().unwrap()));
}
