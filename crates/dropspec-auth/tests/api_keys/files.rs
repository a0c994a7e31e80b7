//! Keys in files and lines.

use std::os::unix::fs::PermissionsExt;

use dropspec::security::{ApiKeys, FileStore, MemoryStore};

use crate::support::{PREFIX, for_ada, verdict};

fn in_file(path: &std::path::Path) -> ApiKeys<FileStore> {
    ApiKeys::new(PREFIX, FileStore::open(path).unwrap())
}

#[tokio::test]
async fn keys_of_a_file_are_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let keys = in_file(&path);
    let (kept, revoked) = (keys.issue(for_ada()).await.unwrap(), keys.issue(for_ada()).await.unwrap());
    keys.revoke(&revoked.id).await.unwrap();

    let keys = in_file(&path);
    assert_eq!(verdict(&keys, kept.key.expose()).await, "ada may read");
    assert_eq!(verdict(&keys, revoked.key.expose()).await, "the key is not known");
}

#[tokio::test]
async fn a_file_of_keys_is_its_owners_and_holds_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let issued = in_file(&path).issue(for_ada()).await.unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(&issued.id) && !text.contains(issued.key.expose().rsplit('_').next().unwrap()), "{text}");
}

#[tokio::test]
async fn a_key_that_cannot_be_kept_is_not_issued() {
    let folder = tempfile::tempdir().unwrap();
    let keys = in_file(&folder.path().join("absent").join("keys"));
    let fault = keys.issue(for_ada()).await.unwrap_err();
    assert!(fault.cause().to_string().contains("cannot write the keys"), "{fault:?}");
    assert!(!format!("{keys:?}").contains("ada"), "{keys:?}");
}

/// The hash of `shop_0000000000000001_sesame`.
const LINE: &str = r#"{"id":"0000000000000001","sha256":"HASH","subject":"ada","scopes":["read"]}"#;

#[tokio::test]
async fn keys_may_be_lines_of_a_configuration() {
    use base64::Engine;
    use sha2::Digest;

    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest("shop_0000000000000001_sesame"));
    let text = format!("# keys of the shop\n\n  {}\n", LINE.replace("HASH", &hash));
    let keys = ApiKeys::new(PREFIX, MemoryStore::from_lines(&text).unwrap());
    assert_eq!(verdict(&keys, "shop_0000000000000001_sesame").await, "ada may read");
    assert_eq!(verdict(&keys, "shop_0000000000000001_sesam").await, "the key is not known");
}

#[test]
fn a_line_that_is_no_key_is_named() {
    for (line, reason) in [
        ("sesame", "expected value"),
        (r#"{"id":"1"}"#, "missing field `sha256`"),
        (r#"{"id":"1","sha256":"AAAA","subject":"ada"}"#, "a SHA-256 has 32 bytes"),
        (r#"{"id":"1","sha256":"*","subject":"ada"}"#, "Invalid symbol"),
        (r#"{"id":"1","key":"sesame"}"#, "unknown field `key`"),
    ] {
        let complaint = MemoryStore::from_lines(&format!("#\n{line}")).unwrap_err().to_string();
        assert!(
            complaint.starts_with("line 2 of the keys is not a key: ") && complaint.contains(reason),
            "{complaint}"
        );
    }
}

#[test]
fn a_line_does_not_take_the_place_of_another() {
    let line = LINE.replace("HASH", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    let complaint = MemoryStore::from_lines(&format!("{line}\n{line}")).unwrap_err().to_string();
    assert_eq!(complaint, "the id 0000000000000001 is in two lines of the keys");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let complaint = FileStore::open(folder.path()).unwrap_err().to_string();
    assert!(complaint.starts_with(&format!("{}: cannot read the keys: ", folder.path().display())), "{complaint}");
}
