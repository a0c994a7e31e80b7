//! Values of scalar types to try.

use dropspec_openapi::node::{Checked, Node};
use serde_json::{Value, json};

/// Values, one of which most schemas of scalars allow.
pub(crate) fn candidates(node: &Node<'_>) -> Checked<Vec<Value>> {
    Ok(match node.text("type")? {
        Some("boolean") => vec![json!(true)],
        Some("integer" | "number") => numbers(node)?,
        Some("string") => texts(node)?,
        _ => [texts(node)?, numbers(node)?, vec![json!({}), json!([])]].concat(),
    })
}

fn numbers(node: &Node<'_>) -> Checked<Vec<Value>> {
    let mut numbers = vec![1.0, 0.0];
    for (bound, towards) in [("minimum", 1.0), ("maximum", -1.0)] {
        numbers
            .extend(node.number(bound)?.into_iter().flat_map(|limit| [limit, limit + towards, limit + towards / 2.0]));
    }
    numbers.extend(node.number("multipleOf")?);
    Ok(numbers.into_iter().map(exact).collect())
}

/// A number, as an integer if it is whole.
#[allow(clippy::cast_possible_truncation, reason = "whole, and small enough to be exact")]
fn exact(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 { json!(number as i64) } else { json!(number) }
}

/// One text of each format, and short texts that simple patterns allow.
fn texts(node: &Node<'_>) -> Checked<Vec<Value>> {
    const TEXTS: &[&str] = &[
        "a",
        "A",
        "1",
        "aa",
        "AA",
        "a1",
        "A1",
        "AB-1",
        "/a",
        "\"a\"",
        "2024-02-29",
        "2024-02-29T12:00:00Z",
        "12:00:00Z",
        "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f",
        "a@b.example",
        "b.example",
        "https://b.example/",
        "192.0.2.1",
        "2001:db8::1",
        "YQ==",
        "1.5",
    ];
    let length = usize::try_from(node.count("minLength")?.unwrap_or_default()).unwrap_or_default();
    let padded = ["a", "A", "1"].map(|text| text.repeat(length.clamp(1, 10_000)));
    Ok(padded.iter().map(String::as_str).chain(TEXTS.iter().copied()).map(Value::from).collect())
}
