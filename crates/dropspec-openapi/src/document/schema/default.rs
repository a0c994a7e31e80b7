//! Checks the defaults of schemas.

use serde_json::Value;

use super::shape::{Shape, shape};
use super::types::is_of_type;
use crate::node::{Checked, Node};

/// Whether a schema allows a value as its default.
pub(crate) fn allows_default(node: &Node<'_>, value: &Value) -> Checked<bool> {
    let listed = node.get("enum").is_none_or(|list| list.value().as_array().is_some_and(|list| list.contains(value)));
    Ok(listed
        && is_of_type(node, value)?
        && (value.is_null() || shape(node)?.is_none_or(|shape| allows(&shape, value))))
}

/// Whether a shape allows a value of its type.
fn allows(shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Nullable(inner), _) => allows(inner, value),
        (Shape::Integer { bits, minimum, maximum, multiple_of }, _) => value.as_i64().is_some_and(|value| {
            minimum.is_none_or(|minimum| value >= minimum)
                && maximum.is_none_or(|maximum| value <= maximum)
                && multiple_of.is_none_or(|divisor| value.checked_rem(divisor) == Some(0))
                && (*bits == 64 || i32::try_from(value).is_ok())
        }),
        (Shape::Number { minimum, maximum, .. }, _) => value.as_f64().is_some_and(|value| {
            minimum.is_none_or(|(bound, exclusive)| value > bound || (value == bound && !exclusive))
                && maximum.is_none_or(|(bound, exclusive)| value < bound || (value == bound && !exclusive))
        }),
        (Shape::Text { min_length, max_length, pattern, .. }, Value::String(text)) => {
            let length = text.chars().count() as u64;
            min_length.is_none_or(|least| length >= least)
                && max_length.is_none_or(|most| length <= most)
                && pattern.as_ref().is_none_or(|pattern| regex::Regex::new(pattern).is_ok_and(|it| it.is_match(text)))
        }
        _ => true,
    }
}
