//! `readOnly` and `writeOnly`.

use dropspec::schema::from_json;
use dropspec_e2e::ways::schemas::{ACCOUNT, ACCOUNT_RESPONSE, MEMBER, MEMBER_RESPONSE};
use dropspec_e2e::ways::types::{Account, Member};
use serde_json::{Value, json};

use crate::support::{allows, encoded, violations};

fn account() -> Value {
    json!({ "name": "Ada", "secret": "abc", "hint": null })
}

#[test]
fn accepts_requests_without_read_only_properties() {
    assert!(allows(&ACCOUNT, &account()));
    let account = from_json::<Account>(&account().to_string()).unwrap();
    assert_eq!((account.id, account.secret.as_deref(), account.hint), (None, Some("abc"), Some(None)));
}

#[test]
fn rejects_requests_with_read_only_properties() {
    let mut account = account();
    account["id"] = json!(1);
    let expected = ("/id".to_owned(), "the property is read-only: leave it out - 'id'".to_owned());
    assert_eq!(violations(&ACCOUNT, &account), [expected]);
    assert!(from_json::<Account>(&account.to_string()).is_err());
}

#[test]
fn rejects_requests_without_required_write_only_properties() {
    let account = json!({ "name": "Ada" });
    assert_eq!(violations(&ACCOUNT, &account)[0].1, "'secret' is a required property");
    assert!(from_json::<Account>(&account.to_string()).is_err());
    assert!(!allows(&ACCOUNT, &json!({ "name": "Ada", "secret": "ab" })));
}

#[test]
fn encodes_read_only_properties_but_not_write_only_ones() {
    let mut account = from_json::<Account>(&account().to_string()).unwrap();
    assert_eq!(violations(&ACCOUNT_RESPONSE, &encoded(&account))[0].1, "'id' is a required property");
    account.id = Some(1);
    let written = json!({ "id": 1, "name": "Ada", "tier": "free" });
    assert_eq!(encoded(&account), written);
    assert_eq!(serde_json::to_value(&account).unwrap(), written);
    assert!(allows(&ACCOUNT_RESPONSE, &written));
    let leaked = json!({ "id": 1, "name": "Ada", "secret": "abc" });
    assert_eq!(violations(&ACCOUNT_RESPONSE, &leaked)[0].1, "the property is write-only: leave it out - 'secret'");
}

#[test]
fn applies_read_only_and_write_only_to_composed_and_nested_objects() {
    let member = json!({ "since": "2020-02-02", "secret": "abc", "home": { "key": "k", "street": "s" } });
    assert_eq!(violations(&MEMBER, &member), []);
    let mut sent: Member = serde_json::from_value(member).unwrap();
    sent.id = Some(7);
    let written = json!({ "id": 7, "since": "2020-02-02", "home": { "street": "s" } });
    assert_eq!(serde_json::to_value(&sent).unwrap(), written);
    assert_eq!(violations(&MEMBER_RESPONSE, &written), []);
    assert!(!allows(&MEMBER, &json!({ "id": 7, "since": "2020-02-02", "secret": "abc", "home": { "key": "k" } })));
    assert!(!allows(&MEMBER_RESPONSE, &json!({ "since": "2020-02-02", "home": {} })));
    assert!(!allows(&MEMBER_RESPONSE, &json!({ "id": 7, "since": "2020-02-02", "home": { "key": "k" } })));
}
