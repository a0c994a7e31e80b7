//! `type: array` and `nullable`.

use dropspec_schema::{Array, Boolean, Integer, Nullable};
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

use crate::support::{agree, any_text, cases, decoded, keywords};

fn arrays() -> impl Strategy<Value = String> {
    let item =
        prop_oneof![6 => (-2_i64..5).prop_map(|item| item.to_string()), 1 => Just("null".to_owned()), 1 => any_text()];
    let array = proptest::collection::vec(item, 0..6).prop_map(|items| format!("[{}]", items.join(",")));
    let nested = proptest::collection::vec(array.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(" , ")));
    prop_oneof![4 => array, 2 => nested, 1 => any_text()]
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn arrays_are_judged_alike(least in option::of(0_usize..4), most in option::of(0_usize..6), text in arrays()) {
        let seed = Array::new(Nullable(Integer::int32().minimum(0)));
        let seed = least.map_or(seed, |count| seed.min_items(count));
        let seed = most.map_or(seed, |count| seed.max_items(count));
        let mut json = keywords("array", &[
            ("minItems", least.map(|count| json!(count))),
            ("maxItems", most.map(|count| json!(count))),
        ]);
        json["items"] = json!({ "type": ["integer", "null"], "minimum": 0, "maximum": i32::MAX });
        agree(seed, &json, &text)?;
    }

    #[test]
    fn arrays_of_arrays_are_judged_alike(most in 0_usize..3, text in arrays()) {
        let seed = Array::new(Array::new(Integer::int64()).max_items(most)).min_items(1);
        let items = json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX });
        let inner = json!({ "type": "array", "maxItems": most, "items": items });
        agree(seed, &json!({ "type": "array", "minItems": 1, "items": inner }), &text)?;
    }

    #[test]
    fn nullable_arrays_are_judged_alike(text in arrays()) {
        let items = json!({ "type": "boolean" });
        agree(Nullable(Array::new(Boolean)), &json!({ "type": ["array", "null"], "items": items }), &text)?;
    }

    #[test]
    fn booleans_are_judged_alike(text in any_text()) {
        agree(Boolean, &json!({ "type": "boolean" }), &text)?;
    }
}

#[test]
fn the_values_are_those_in_the_text() {
    assert_eq!(decoded(Array::new(Nullable(Boolean)), "[true, null]"), Some(vec![Some(true), None]));
    assert_eq!(decoded(Nullable(Boolean), "null"), Some(None));
}
