//! Finds the numbers of JSON texts.

/// A shorter number without an exponent never loses precision.
const MIN_LOSSY_LENGTH: usize = 16;

/// Whether a number may lose precision, judged by its length alone.
pub(super) fn is_suspicious(number: &str) -> bool {
    number.len() >= MIN_LOSSY_LENGTH || number.contains(['e', 'E'])
}

/// Whether a JSON text may have numbers that lose precision. It looks at a sixteenth of the bytes, and at exponents.
pub(super) fn may_lose(text: &str) -> bool {
    // A long number leaves no gap between the places that are looked at.
    let bytes = text.as_bytes();
    (MIN_LOSSY_LENGTH - 1..bytes.len()).step_by(MIN_LOSSY_LENGTH).any(|place| is_long(bytes, place)) || has_tiny(bytes)
}

/// Whether a place is in the midst of what may be a long number.
fn is_long(bytes: &[u8], place: usize) -> bool {
    let (before, after) = bytes.split_at(place);
    if !after.first().is_some_and(|byte| is_numeric(*byte)) {
        return false;
    }
    let ahead = before.iter().rev().take(MIN_LOSSY_LENGTH).take_while(|byte| is_numeric(**byte)).count();
    ahead + after.iter().take(MIN_LOSSY_LENGTH).take_while(|byte| is_numeric(**byte)).count() >= MIN_LOSSY_LENGTH
}

/// Whether there may be numbers that are too close to 0 for a double: an exponent of at least three digits after `e-`.
fn has_tiny(bytes: &[u8]) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b'-', bytes).any(|minus| {
        let exponent =
            minus.checked_sub(2).is_some_and(|digit| is_digit(digit) && matches!(bytes[digit + 1], b'e' | b'E'));
        exponent && (minus + 1..=minus + 3).all(is_digit)
    })
}

fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E')
}

/// The numbers of a JSON text.
pub(crate) fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(|first: char| first == '"' || first == '-' || first.is_ascii_digit())?;
            rest = &rest[start..];
            if let Some(string) = rest.strip_prefix('"') {
                rest = &string[end_of_string(string)..];
            } else {
                let end = rest.bytes().position(|byte| !is_numeric(byte)).unwrap_or(rest.len());
                let (number, behind) = rest.split_at(end);
                rest = behind;
                return Some(number);
            }
        }
    })
}

/// The distance to the end of a string, including its closing quote.
fn end_of_string(string: &str) -> usize {
    let mut escaped = false;
    let end = string.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(string.len(), |end| end + 1)
}
