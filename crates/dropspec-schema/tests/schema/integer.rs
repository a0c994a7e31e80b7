//! `type: integer`.

use dropspec_schema::Integer;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{agree, any_text, cases, decoded, keywords};

/// Bounds of an integer: `minimum`, `maximum` and `multipleOf`.
type Bounds = (Option<i64>, Option<i64>, Option<i64>);

fn bounds() -> impl Strategy<Value = Bounds> {
    let bound = || option::of(prop_oneof![-20_i64..20, any::<i32>().prop_map(i64::from), any::<i64>()]);
    (bound(), bound(), option::of(prop_oneof![1_i64..5, Just(1000)]))
}

/// Integers near the bounds, in all ways to write them, and anything else.
fn texts((minimum, maximum, _): Bounds) -> impl Strategy<Value = String> {
    let anchors = vec![minimum.unwrap_or(0), maximum.unwrap_or(0), 0];
    let near = (proptest::sample::select(anchors), -5_i64..5).prop_map(|(anchor, step)| anchor.saturating_add(step));
    let near = (near, 0..4).prop_map(|(number, form)| match form {
        0 | 1 => number.to_string(),
        2 => format!("{number}.0"),
        _ => format!("{number}0e-1"),
    });
    prop_oneof![3 => near, 1 => any_text()]
}

fn with_texts() -> impl Strategy<Value = (Bounds, String)> {
    bounds().prop_flat_map(|bounds| (Just(bounds), texts(bounds)))
}

fn seed<T: Copy>(seed: Integer<T>, (minimum, maximum, multiple_of): Bounds) -> Integer<T> {
    let seed = minimum.map_or(seed, |bound| seed.minimum(bound));
    let seed = maximum.map_or(seed, |bound| seed.maximum(bound));
    multiple_of.map_or(seed, |divisor| seed.multiple_of(divisor))
}

/// The schema as the generator writes it, with the bounds of the format where the others are not closer.
fn json((minimum, maximum, multiple_of): Bounds, (least, most): (i64, i64)) -> Value {
    let minimum = minimum.map_or(least, |bound| bound.max(least));
    let maximum = maximum.map_or(most, |bound| bound.min(most));
    let multiple_of = multiple_of.map(|divisor| json!(divisor));
    keywords(
        "integer",
        &[("minimum", Some(json!(minimum))), ("maximum", Some(json!(maximum))), ("multipleOf", multiple_of)],
    )
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn int32_is_judged_alike((bounds, text) in with_texts()) {
        let limits = (i32::MIN.into(), i32::MAX.into());
        agree(seed(Integer::int32(), bounds), &json(bounds, limits), &text)?;
    }

    #[test]
    fn int64_is_judged_alike((bounds, text) in with_texts()) {
        agree(seed(Integer::int64(), bounds), &json(bounds, (i64::MIN, i64::MAX)), &text)?;
    }

    #[test]
    fn the_value_is_the_one_in_the_text(number in any::<i64>()) {
        prop_assert_eq!(decoded(Integer::int64(), &number.to_string()), Some(number));
    }
}
