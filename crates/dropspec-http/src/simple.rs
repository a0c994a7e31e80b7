//! The style `simple` of OpenAPI 3.0, in which headers are written.

use dropspec_schema::Explode;
use serde_json::Value;

/// A value in the style `simple`: `a,b` for an array, `a,1,b,2` or `a=1,b=2` for an object.
pub(crate) fn simple(value: &Value, explode: Explode) -> String {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        Value::Object(properties) => {
            let between = if explode == Explode::Yes { '=' } else { ',' };
            let pairs = properties.iter().map(|(name, value)| format!("{name}{between}{}", plain(value)));
            pairs.collect::<Vec<_>>().join(",")
        }
        other => plain(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_header_has_the_style_simple() {
        assert_eq!(simple(&json!("a b"), Explode::No), "a b");
        assert_eq!(simple(&json!([1, "b", true]), Explode::No), "1,b,true");
        assert_eq!(simple(&json!({ "r": 1, "g": 2 }), Explode::No), "r,1,g,2");
        assert_eq!(simple(&json!({ "r": 1, "g": 2 }), Explode::Yes), "r=1,g=2");
    }
}
