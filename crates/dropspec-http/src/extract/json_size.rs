//! The memory that a JSON text takes when it is parsed, which can be more than a hundred times its length.

use serde_json::Value;

/// The length up to which a text is not measured, in bytes: it takes little memory whatever it contains.
const SMALL: usize = 4 * 1024;

/// The maximum depth of nested arrays and objects, which is that of serde_json.
const MAX_DEPTH: usize = 128;

/// The memory of each item: vectors grow by doubling.
const ITEM: usize = 2 * size_of::<Value>();

/// The memory of an array or an object beside its items: vectors begin with room for four.
const CONTAINER: usize = 6 * size_of::<Value>();

/// The memory of the name of a property, beside the text itself.
const NAME: usize = 96;

/// A JSON text is not parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum JsonSizeError {
    #[error("it is nested more than {MAX_DEPTH} times")]
    TooDeep,
    #[error("it has too many values")]
    TooManyValues,
}

/// About how many bytes a text takes as a [`Value`], which is at most `limit`. Small texts count as nothing.
pub(super) fn json_size(text: &str, limit: usize) -> Result<usize, JsonSizeError> {
    if text.len() <= SMALL {
        return Ok(0);
    }
    let (mut size, mut depth) = (text.len(), 0_usize);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b',' => size += ITEM,
            b':' => size += NAME,
            b'[' | b'{' => {
                size += CONTAINER;
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(JsonSizeError::TooDeep);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if size > limit { Err(JsonSizeError::TooManyValues) } else { Ok(size) }
}

/// Skips the rest of a string.
fn skip_string(bytes: &mut std::str::Bytes<'_>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: usize = 1024 * 1024;

    #[test]
    fn the_size_is_that_of_the_values() {
        assert_eq!(json_size(&"[".repeat(SMALL), 0), Ok(0), "small");
        let numbers = format!("[{}0]", "0,".repeat(10_000));
        assert_eq!(json_size(&numbers, MIB * 48), Ok(numbers.len() + CONTAINER + 10_000 * ITEM));
        assert_eq!(json_size(&numbers, MIB), Err(JsonSizeError::TooManyValues));
        let text = format!(r#"{{"[{{,:\"":"{}"}}"#, "[{,:\\\"".repeat(10_000));
        assert_eq!(json_size(&text, MIB), Ok(text.len() + CONTAINER + NAME), "what is in strings does not count");
    }

    #[test]
    fn the_depth_is_limited() {
        let nested = |depth| format!("[{}{}{}]", "[".repeat(depth), "]".repeat(depth), ",[]".repeat(2000));
        assert!(json_size(&nested(127), usize::MAX).is_ok());
        assert_eq!(json_size(&nested(128), usize::MAX), Err(JsonSizeError::TooDeep));
        assert_eq!(json_size(&"[".repeat(16 * MIB), usize::MAX), Err(JsonSizeError::TooDeep));
    }
}
