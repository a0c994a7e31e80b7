//! Plain scalars by the core schema of YAML 1.2 (section 10.3.2).

use serde_json::{Number, Value};

/// The reason why a scalar has no value.
pub(super) type Reason = &'static str;

/// The value of a plain scalar.
pub(super) fn plain(text: &str) -> Result<Value, Reason> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Ok(Value::Null),
        "true" | "True" | "TRUE" => Ok(Value::Bool(true)),
        "false" | "False" | "FALSE" => Ok(Value::Bool(false)),
        _ => number(text).unwrap_or_else(|| Ok(Value::String(text.to_owned()))),
    }
}

/// A number, or the reason why it is invalid; `None` if the text is not a number.
fn number(text: &str) -> Option<Result<Value, Reason>> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Err("this number has no equivalent in JSON"));
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) =
            text.strip_prefix(prefix).filter(|digits| digits.chars().all(|digit| digit.is_digit(radix)))
        {
            return u64::from_str_radix(digits, radix).ok().map(|value| Ok(Value::from(value)));
        }
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !unsigned.is_empty() && digits(unsigned) {
        return Some(integer(text));
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_float = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !is_float || exponent.is_empty() || !digits(exponent) {
        return None;
    }
    let value = text.parse().ok().and_then(Number::from_f64);
    Some(value.map(Value::Number).ok_or("this number exceeds the range of a double; put it in quotes if it is text"))
}

fn integer(text: &str) -> Result<Value, Reason> {
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(value) = text.parse::<i64>() {
        return Ok(Value::from(value));
    }
    if let Ok(value) = text.parse::<u64>() {
        return Ok(Value::from(value));
    }
    // A bound or an example beyond 64 bits is a double, as JSON parsers of most languages have it.
    let double = text.parse().ok().and_then(Number::from_f64);
    double.map(Value::Number).ok_or("this integer exceeds the range of a double; put it in quotes if it is text")
}
