//! Absent, null and empty values are distinguished by both validators, when decoding and when encoding.

use dropspec::encode::Encode;
use dropspec::schema::{Decode, from_json};
use dropspec_e2e::ways::types::{Account, Member, Tier};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::encoded;

fn with(name: &str, value: Value) -> String {
    json!({ "name": "Ada", "secret": "abc", name: value }).to_string()
}

/// Decodes a text with the fast decoder and with serde, and checks that both agree.
fn decode<T: Decode + DeserializeOwned + Encode + Serialize + PartialEq + std::fmt::Debug>(text: &str) -> T {
    let (fast, slow) = (from_json::<T>(text).unwrap(), serde_json::from_str::<T>(text).unwrap());
    assert_eq!(fast, slow, "{text}");
    assert_eq!(encoded(&fast), serde_json::to_value(&fast).unwrap(), "{text}");
    fast
}

#[test]
fn distinguishes_null_from_absent() {
    let absent: Account = decode(&with("rate", json!(1)));
    let null: Account = decode(&with("nick", Value::Null));
    let given: Account = decode(&with("nick", json!("A")));
    assert_eq!((absent.nick.clone(), null.nick.clone(), given.nick), (None, Some(None), Some(Some("A".to_owned()))));
    assert_eq!((encoded(&absent).get("nick"), encoded(&null).get("nick")), (None, Some(&Value::Null)));
}

#[test]
fn distinguishes_empty_arrays_from_absent() {
    let absent: Account = decode(&with("rate", json!(1)));
    let empty: Account = decode(&with("tags", json!([])));
    assert_eq!((absent.tags.clone(), empty.tags.clone()), (None, Some(Vec::new())));
    assert_eq!((encoded(&absent).get("tags"), encoded(&empty).get("tags")), (None, Some(&json!([]))));
}

#[test]
fn takes_the_default_of_the_referenced_schema() {
    assert_eq!(decode::<Account>(&with("rate", json!(1))).tier, Tier::Free);
    assert_eq!(decode::<Account>(&with("tier", json!("paid"))).tier, Tier::Paid);
}

#[test]
fn accepts_null_for_properties_of_any_type() {
    let member = |extra: Value| {
        let mut member = json!({ "since": "2020-02-02", "secret": "abc", "home": { "key": "k" } });
        member.as_object_mut().unwrap().extend(extra.as_object().cloned().unwrap());
        serde_json::from_value::<Member>(member).unwrap()
    };
    assert_eq!(member(json!({})).anything, None);
    assert_eq!(member(json!({ "anything": null })).anything, Some(Value::Null));
    let inner = member(json!({ "home": { "key": "k", "street": null } }));
    assert_eq!(inner.home.street, Some(None));
}

#[test]
fn keeps_all_digits_of_numbers_or_rejects_them() {
    assert_eq!(decode::<Account>(&with("rate", json!(0.123_456_789))).rate, Some(0.123_456_789));
    assert!(from_json::<Account>(r#"{"name":"Ada","secret":"abc","rate":0.12345678901234567890123}"#).is_err());
    assert!(from_json::<Account>(r#"{"name":"Ada","secret":"abc","rate":1e39}"#).is_err());
}
