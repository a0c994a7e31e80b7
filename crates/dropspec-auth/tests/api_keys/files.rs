//! API keys in files and configurations.

use std::os::unix::fs::PermissionsExt;

use dropspec_auth::{ApiKeys, FileStore, MemoryStore};

use crate::support::{PREFIX, for_ada, verify};

fn in_file(path: &std::path::Path) -> ApiKeys<FileStore> {
    ApiKeys::new(PREFIX, FileStore::open(path).unwrap())
}

#[tokio::test]
async fn keys_in_a_file_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let keys = in_file(&path);
    let (valid, revoked) = (keys.issue(for_ada()).await.unwrap(), keys.issue(for_ada()).await.unwrap());
    keys.revoke(&revoked.id).await.unwrap();

    let keys = in_file(&path);
    assert_eq!(verify(&keys, valid.key.expose()).await, "ada may read");
    assert_eq!(verify(&keys, revoked.key.expose()).await, "unknown API key");
}

#[tokio::test]
async fn a_file_is_private_and_holds_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let issued = in_file(&path).issue(for_ada()).await.unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(&issued.id) && !text.contains(issued.key.expose().rsplit('_').next().unwrap()), "{text}");
}

#[tokio::test]
async fn a_key_that_cannot_be_stored_is_not_issued() {
    let folder = tempfile::tempdir().unwrap();
    let keys = in_file(&folder.path().join("absent").join("keys"));
    let error = keys.issue(for_ada()).await.unwrap_err();
    assert!(error.to_string().contains("cannot write API keys to"), "{error:?}");
    assert!(!format!("{keys:?}").contains("ada"), "{keys:?}");
}

/// The hash of `shop_0000000000000001_sesame`.
const LINE: &str = r#"{"id":"0000000000000001","sha256":"HASH","subject":"ada","scopes":["read"]}"#;

#[tokio::test]
async fn keys_are_parsed_from_lines() {
    use base64::Engine;
    use sha2::Digest;

    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest("shop_0000000000000001_sesame"));
    let text = format!("# keys of the shop\n\n  {}\n", LINE.replace("HASH", &hash));
    let keys = ApiKeys::new(PREFIX, MemoryStore::from_lines(&text).unwrap());
    assert_eq!(verify(&keys, "shop_0000000000000001_sesame").await, "ada may read");
    assert_eq!(verify(&keys, "shop_0000000000000001_sesam").await, "unknown API key");
}

#[test]
fn an_invalid_line_is_reported() {
    for (line, reason) in [
        ("sesame", "expected value"),
        (r#"{"id":"1"}"#, "missing field `sha256`"),
        (r#"{"id":"1","sha256":"AAAA","subject":"ada"}"#, "a SHA-256 has 32 bytes"),
        (r#"{"id":"1","sha256":"*","subject":"ada"}"#, "Invalid symbol"),
        (r#"{"id":"1","key":"sesame"}"#, "unknown field `key`"),
    ] {
        let error = dropspec_http::chain(&MemoryStore::from_lines(&format!("#\n{line}")).unwrap_err());
        assert!(error.starts_with("line 2 is not an API key: ") && error.contains(reason), "{error}");
    }
}

#[test]
fn a_duplicate_id_is_reported() {
    let line = LINE.replace("HASH", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    let error = MemoryStore::from_lines(&format!("{line}\n{line}")).unwrap_err().to_string();
    assert_eq!(error, "duplicate API key id 0000000000000001");
}

#[test]
fn an_unreadable_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let error = FileStore::open(folder.path()).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot read API keys from {}", folder.path().display())), "{error}");
}
