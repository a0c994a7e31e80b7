//! Strategies for JSON texts that resemble people, mostly valid.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::select;

/// A person with each property omitted with the given probability. Property names are unique, because the fast validator
/// checks all duplicates and the complete validator only sees the last.
pub(super) fn person(left_out: f64) -> impl Strategy<Value = String> {
    let property = |name: &'static str, value: BoxedStrategy<String>| {
        let value = prop_oneof![30 => value, 1 => any_value()];
        proptest::option::weighted(1.0 - left_out, value).prop_map(move |value| Some((name.to_owned(), value?)))
    };
    let known = (
        property("uuid", key()),
        property("survived", select(&["true", "false"][..]).prop_map(str::to_owned).boxed()),
        property("passengerClass", number(0..5)),
        property("name", string()),
        property("sex", select(&["male", "female", "other", "Male", ""][..]).prop_map(quoted).boxed()),
        property("age", number(-1..200)),
        property("siblingsOrSpousesAboard", number(0..9)),
        property("parentsOrChildrenAboard", number(0..9)),
        property("fare", prop_oneof![number(-1..500), any::<f64>().prop_map(|fare| fare.to_string())].boxed()),
    );
    let unknown = proptest::option::weighted(0.03, ("x[a-z]{0,3}", any_value()));
    let all = (known, unknown).prop_map(|((a, b, c, d, e, f, g, h, i), j)| {
        [a, b, c, d, e, f, g, h, i, j].into_iter().flatten().collect::<Vec<_>>()
    });
    all.prop_shuffle().prop_map(|properties| {
        let members: Vec<_> = properties.iter().map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
        format!("{{{}}}", members.join(","))
    })
}

/// JSON of any structure, and text that is not JSON.
pub(super) fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any_value(),
        1 => any::<String>(),
        1 => (0_usize..300).prop_map(|depth| "[".repeat(depth) + &"]".repeat(depth)),
        1 => (person(0.01), ".{0,2}").prop_map(|(person, rest)| person + &rest),
        1 => (person(0.01), any::<prop::sample::Index>()).prop_map(|(person, end)| {
            let end = end.index(person.len());
            person.chars().take(end).collect()
        }),
    ]
}

/// Values of query and path parameters.
pub(super) fn parameter() -> impl Strategy<Value = String> {
    prop_oneof![
        number(-1..10_003),
        number(9_990..10_003),
        key().prop_map(|key| key.trim_matches('"').to_owned()),
        string(),
        any::<String>()
    ]
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn any_value() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        select(&["null", "true", "false", "NaN", "{}", "[]"][..]).prop_map(str::to_owned),
        number(-5..5),
        string(),
        key(),
    ];
    let nested = leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..10).prop_map(|items| format!("[{}]", items.join(","))),
            (select(&["male", "age", "x"][..]), inner)
                .prop_map(|(name, value)| format!("{{{}:{value}}}", quoted(name))),
        ]
    });
    nested.boxed()
}

/// A number in one of many notations, mostly in the range.
fn number(range: Range<i32>) -> BoxedStrategy<String> {
    let edges = [
        "-0",
        "-0.0",
        "0e0",
        "5e-324",
        "1e-400",
        "2147483647",
        "2147483647.0",
        "2147483648",
        "-2147483649",
        "4294967296",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "9223372036854775807.0",
        "18446744073709551616",
        "1e19",
        "1e308",
        "1e400",
        "-1e400",
        "123456789012345678901234567890",
        "0.30000000000000004",
        "1.0000000000000000000001",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "0x10",
        "Infinity",
    ];
    prop_oneof![
        20 => range.clone().prop_map(|number| number.to_string()),
        3 => (range, select(&[".0", ".5", "e0", "E+1", "0e-1", ".00000000000000000001", "e400", " "][..]))
            .prop_map(|(number, ending)| format!("{number}{ending}")),
        2 => select(edges.to_vec()).prop_map(str::to_owned),
        1 => any::<i64>().prop_map(|number| number.to_string()),
    ]
    .boxed()
}

/// A JSON string of a few characters or of about the maximum length of a name.
fn string() -> BoxedStrategy<String> {
    let escapes =
        [r#""\ud83d\udea2""#, r#""\ud83d""#, r#""\udea2x""#, r#""\u0000""#, r#""\x""#, "\"\t\"", r#""\/\b\u00e9""#];
    prop_oneof![
        10 => ".{1,8}".prop_map(|text| quoted(&text)),
        3 => any::<String>().prop_map(|text| quoted(&text)),
        3 => (any::<char>(), 98_usize..103).prop_map(|(character, count)| quoted(&String::from(character).repeat(count))),
        1 => select(escapes.to_vec()).prop_map(str::to_owned),
    ]
    .boxed()
}

/// A UUID in an accepted or malformed notation.
fn key() -> BoxedStrategy<String> {
    let form = select(&["x", "X", "simple", "braced", "urn", "cut", "moved"][..]);
    let weighted = prop_oneof![10 => Just("x"), 1 => form];
    (any::<u128>(), weighted)
        .prop_map(|(bits, form)| {
            let key = uuid::Uuid::from_u128(bits);
            quoted(&match form {
                "X" => format!("{key:X}"),
                "simple" => key.simple().to_string(),
                "braced" => key.braced().to_string(),
                "urn" => key.urn().to_string(),
                "cut" => key.to_string()[1..].to_owned(),
                "moved" => key.to_string().replacen('-', "", 1) + "-",
                _ => key.to_string(),
            })
        })
        .boxed()
}
