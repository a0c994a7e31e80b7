//! Fast and complete validators agree on what is valid, and decode the same value.

use dropspec::encode::Encode;
use dropspec::schema::{Schema, from_json};
use dropspec_e2e::schemas;
use dropspec_e2e::types::Fast;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::instances::near;
use crate::samples::{fast, slow};
use crate::support::TestServer;

fn allowed(schema: &Schema, value: &Value) -> bool {
    schema.violations(value).unwrap().is_empty()
}

/// A configuration with this number of cases, which writes no files.
fn cases(number: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(number) }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn fast_validators_accept_what_the_schema_allows(value in near(fast())) {
        let text = value.to_string();
        let decoded = from_json::<Fast>(&text);
        prop_assert_eq!(decoded.is_ok(), allowed(&schemas::FAST, &value), "{} {:?}", text, decoded);
    }

    #[test]
    fn fast_validators_decode_like_serde(value in near(fast())) {
        let text = value.to_string();
        // serde alone does not accept 2.0 as an integer; the complete validator converts it first.
        if let (Ok(ours), Ok(serdes)) = (from_json::<Fast>(&text), serde_json::from_str::<Fast>(&text)) {
            prop_assert_eq!(ours, serdes);
        }
    }

    #[test]
    fn encodes_like_serde(value in near(fast())) {
        if let Ok(decoded) = from_json::<Fast>(&value.to_string()) {
            let mut encoded = Vec::new();
            decoded.encode(&mut encoded);
            prop_assert_eq!(String::from_utf8(encoded).unwrap(), serde_json::to_string(&decoded).unwrap());
        }
    }
}

/// Sends nearly valid values to an operation that returns its body.
fn check_echo(path: &str, schema: &Schema, valid: Value) {
    let runtime = Runtime::new().unwrap();
    let shop = runtime.block_on(TestServer::start());
    let mut runner = TestRunner::new(cases(1000));
    let outcome = runner.run(&near(valid), |value| {
        let response = runtime.block_on(shop.post_json(path, &value));
        let expected = if allowed(schema, &value) { 200 } else { 400 };
        prop_assert_eq!(response.status, expected, "{} {:?}", value, response);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn accepts_bodies_with_fast_validators_exactly_if_the_schema_allows_them() {
    check_echo("/echo/fast", &schemas::FAST, fast());
}

#[test]
fn accepts_bodies_with_complete_validators_exactly_if_the_schema_allows_them() {
    check_echo("/echo/slow", &schemas::SLOW, slow());
}
