//! Values near the bounds of schemas.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

/// Texts of numbers, and texts that are nearly numbers.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "0.0",
    "1",
    "1.0",
    "-1",
    "2",
    "3",
    "4",
    "1.5",
    "0.5",
    "-0.5",
    "0.1",
    "0.3",
    "1e3",
    "1E3",
    "1000",
    "10e-1",
    "1e-3",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "2147483647.0",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "9007199254740992.0",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "1e18",
    "1e19",
    "-1e19",
    "1e308",
    "1e309",
    "5e-324",
    "1e-400",
    "0.1000000000000000055511151231257827",
    "3.4028234663852886e38",
    "3.5e38",
    "123456789012345678901234567890",
];

/// Texts of strings.
const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "aab",
    "A",
    "é",
    "éa",
    "1",
    "12",
    "123",
    " ",
    "a ",
    "\n",
    "🦀",
    "true",
    "null",
    "a,b",
    "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f",
    "01930B7E5A4C7C3E9D2A6F1B2C3D4E5F",
    "2024-02-29",
    "2023-02-29",
    "2024-02-29T12:00:00Z",
    "2024-02-29T12:00:00",
    "YQ==",
    "YQ",
    "a@b.example",
    "127.0.0.1",
    "1.50",
];

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(NUMBERS).prop_map(str::to_owned),
        1 => (-9..9_i32).prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| json!(number).to_string()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => select(TEXTS).prop_map(str::to_owned), 1 => "[ab1é]{0,4}"]
}

/// JSON texts.
pub(crate) fn json_texts() -> impl Strategy<Value = Vec<String>> {
    let leaf = prop_oneof![
        4 => number(),
        4 => text().prop_map(|text| json!(text).to_string()),
        1 => select(&["null", "true", "false", "{}", "[]", "{\"a\":1}"][..]).prop_map(str::to_owned),
    ];
    let any = leaf.prop_recursive(2, 6, 3, |inner| {
        proptest::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(",")))
    });
    proptest::collection::vec(any, 24)
}

/// Texts of parameters.
pub(crate) fn plain_texts() -> impl Strategy<Value = Vec<String>> {
    let odd = select(&["+1", "01", "1.", ".5", " 1", "1e", "NaN", "TRUE", "false", "-"][..]).prop_map(str::to_owned);
    proptest::collection::vec(prop_oneof![4 => number(), 4 => text(), 1 => odd], 24)
}
