//! The fast path and the slow path give the same verdict, and the same value.

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
use crate::support::OpenShop;

fn allowed(schema: &Schema, value: &Value) -> bool {
    schema.violations(value).unwrap().is_empty()
}

/// So many cases, and no files.
fn cases(number: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(number) }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn the_fast_path_takes_what_the_schema_allows(value in near(fast())) {
        let text = value.to_string();
        let decoded = from_json::<Fast>(&text);
        prop_assert_eq!(decoded.is_ok(), allowed(&schemas::ECHO_FAST_BODY, &value), "{} {:?}", text, decoded);
    }

    #[test]
    fn serde_decodes_what_the_fast_path_decodes(value in near(fast())) {
        let text = value.to_string();
        // To serde alone, 2.0 is no integer; the slow path sees to that before.
        if let (Ok(ours), Ok(serdes)) = (from_json::<Fast>(&text), serde_json::from_str::<Fast>(&text)) {
            prop_assert_eq!(ours, serdes);
        }
    }

    #[test]
    fn what_is_encoded_is_what_serde_writes(value in near(fast())) {
        if let Ok(decoded) = from_json::<Fast>(&value.to_string()) {
            let mut encoded = Vec::new();
            decoded.encode(&mut encoded);
            prop_assert_eq!(String::from_utf8(encoded).unwrap(), serde_json::to_string(&decoded).unwrap());
        }
    }
}

/// Sends values to an operation that answers what it got.
fn echoes_what_the_schema_allows(path: &str, schema: &Schema, right: Value) {
    let runtime = Runtime::new().unwrap();
    let shop = runtime.block_on(OpenShop::open());
    let mut runner = TestRunner::new(cases(1000));
    let outcome = runner.run(&near(right), |value| {
        let answer = runtime.block_on(shop.post_json(path, &value));
        let expected = if allowed(schema, &value) { 200 } else { 400 };
        prop_assert_eq!(answer.status, expected, "{} {:?}", value, answer);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn bodies_of_the_fast_path_are_taken_when_the_schema_allows_them() {
    echoes_what_the_schema_allows("/echo/fast", &schemas::ECHO_FAST_BODY, fast());
}

#[test]
fn bodies_of_the_slow_path_are_taken_when_the_schema_allows_them() {
    echoes_what_the_schema_allows("/echo/slow", &schemas::ECHO_SLOW_BODY, slow());
}
