//! `type: number`.

use dropspec_schema::Number;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{agree, any_text, cases, decoded, keywords};

/// A bound, and whether it is exclusive.
type Bound = Option<(f64, bool)>;

fn bound() -> impl Strategy<Value = Bound> {
    let value = prop_oneof![-3.0..3.0, Just(0.0), Just(0.1), Just(-1.0), (-1e9..1e9_f64).prop_map(f64::round)];
    option::of((value, any::<bool>()))
}

/// Numbers at the bounds and beside them, and anything else that a double holds exactly.
fn texts(minimum: Bound, maximum: Bound) -> impl Strategy<Value = String> {
    let anchors: Vec<f64> = [minimum, maximum].into_iter().flatten().map(|(bound, _)| bound).chain([0.0]).collect();
    let near = (proptest::sample::select(anchors), prop_oneof![Just(0.0), Just(1.0), Just(-1.0), -1e-9..1e-9]);
    let near = near.prop_map(|(anchor, step)| anchor + step);
    let whole = near.clone().prop_map(|number| format!("{number:.0}"));
    let exact = any_text().prop_filter("exact as a double", |text| text.len() < 16 || text.contains('e'));
    prop_oneof![2 => near.prop_map(|number| json!(number).to_string()), 1 => whole, 1 => exact]
}

fn with_texts() -> impl Strategy<Value = (Bound, Bound, String)> {
    (bound(), bound()).prop_flat_map(|(minimum, maximum)| (Just(minimum), Just(maximum), texts(minimum, maximum)))
}

fn json(minimum: Bound, maximum: Bound) -> Value {
    let plain = |bound: Bound| bound.filter(|(_, exclusive)| !exclusive).map(|(bound, _)| json!(bound));
    let exclusive = |bound: Bound| bound.filter(|(_, exclusive)| *exclusive).map(|(bound, _)| json!(bound));
    keywords(
        "number",
        &[
            ("minimum", plain(minimum)),
            ("exclusiveMinimum", exclusive(minimum)),
            ("maximum", plain(maximum)),
            ("exclusiveMaximum", exclusive(maximum)),
        ],
    )
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn numbers_are_judged_alike((minimum, maximum, text) in with_texts()) {
        let seed = minimum.map_or(Number::new(), |(bound, exclusive)| Number::new().minimum(bound, exclusive));
        let seed = maximum.map_or(seed, |(bound, exclusive)| seed.maximum(bound, exclusive));
        agree(seed, &json(minimum, maximum), &text)?;
    }

    #[test]
    fn the_value_is_the_one_in_the_text(number in any::<f64>().prop_filter("JSON", |number| number.is_finite())) {
        prop_assert_eq!(decoded(Number::new(), &json!(number).to_string()), Some(number));
    }
}
