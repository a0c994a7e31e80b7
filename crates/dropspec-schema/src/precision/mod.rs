//! Numbers that would lose precision when they are decoded.
//!
//! Integers are held in 64 bits and all other numbers in doubles. A number keeps its precision when the value that holds it, printed
//! with as many digits as were written, gives these digits back. A number that does not is rejected, and never rounded, unless its
//! schema says that it is a double (`format: double` or `float`).

/// A shorter number never loses precision.
const MIN_LOSSY_LENGTH: usize = 16;

/// More digits than any double has.
const MOST_DIGITS: usize = 800;

/// The start of the string that replaces a lossy number; the index of the number follows.
pub(super) const MARK: &str = "\u{7f}a number that loses precision: ";

/// The text with a string in place of each lossy number, and these numbers.
pub(super) fn mark(text: &str) -> (String, Vec<&str>) {
    let (mut marked, mut lost, mut done) = (String::new(), Vec::new(), 0);
    for number in numbers(text).filter(|number| !is_exact(number)) {
        let at = number.as_ptr() as usize - text.as_ptr() as usize;
        marked.push_str(&text[done..at]);
        marked.push_str(&format!("\"{MARK}{}\"", lost.len()));
        done = at + number.len();
        lost.push(number);
    }
    marked.push_str(&text[done..]);
    (marked, lost)
}

/// The first number of a JSON text that would lose precision.
#[must_use]
pub fn lossy_number(text: &str) -> Option<&str> {
    // A long number leaves no gap between the places that are looked at.
    let bytes = text.as_bytes();
    let suspicious = (MIN_LOSSY_LENGTH - 1..bytes.len()).step_by(MIN_LOSSY_LENGTH).any(|place| is_long(bytes, place));
    if suspicious { numbers(text).find(|number| !is_exact(number)) } else { None }
}

/// The message about a number that would lose precision.
#[must_use]
pub fn precision_loss(number: &str) -> String {
    let start = number.get(..40).map_or_else(|| number.to_owned(), |start| format!("{start}…"));
    format!("{start} has more digits than are kept")
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

fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E')
}

/// The numbers of a JSON text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
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

/// Whether the value that holds a number gives back the digits that were written.
fn is_exact(number: &str) -> bool {
    if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() {
        return true;
    }
    let (Ok(double), Some(written)) = (number.parse::<f64>(), Decimal::read(number)) else {
        return false;
    };
    let count = written.digits.len();
    if count == 0 || count > MOST_DIGITS {
        return count == 0;
    }
    let same = |printed: String| Decimal::read(&printed).is_some_and(|printed| printed == written);
    double.is_finite() && (same(format!("{:.*e}", count - 1, double)) || same(format!("{double:e}")))
}

/// A number as its significant digits, and the power of ten of the first of them.
#[derive(PartialEq)]
struct Decimal {
    digits: Vec<u8>,
    power: i64,
}

impl Decimal {
    fn read(number: &str) -> Option<Self> {
        let number = number.trim_start_matches('-');
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        let leading = all().take_while(|digit| *digit == b'0').count();
        let mut digits: Vec<u8> = all().skip(leading).collect();
        digits.truncate(digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1));
        let shift = i64::try_from(whole.len()).ok()?.checked_sub(i64::try_from(leading).ok()?)?;
        Some(Self { digits, power: exponent.parse::<i64>().ok()?.checked_add(shift)? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_that_something_holds_are_kept() {
        for number in [
            "0",
            "-0.0",
            "1.0000000000000000000000000",
            "0.1",
            "0.10000000000000001",
            "0.1000000000000000055511151231257827",
            "9007199254740992.0",
            "18446744073709551615",
            "-9223372036854775808",
            "1e300",
            "5e-324",
            "123456789012345680000000000000",
        ] {
            assert!(is_exact(number), "{number}");
        }
    }

    #[test]
    fn numbers_that_nothing_holds_are_lost() {
        for number in [
            "9007199254740993.0",
            "0.1234567890123456789",
            "18446744073709551617",
            "123456789012345678901234567890",
            "0.10000000000000000000001",
            "1e400",
            "1e-400",
        ] {
            assert!(!is_exact(number), "{number}");
        }
        let long = format!("0.{}", "12".repeat(500_000));
        assert!(!is_exact(&long));
    }

    #[test]
    fn a_number_is_found_wherever_it_is() {
        let number = "1234567890.1234567890123";
        for before in 0..40 {
            let text = format!("{}[\"\\\"1234567890.1234567890123\", {number}]", " ".repeat(before));
            assert_eq!(lossy_number(&text), Some(number), "{text}");
            assert_eq!(lossy_number(&format!("{}[\"{number}\", 1]", " ".repeat(before))), None);
        }
    }

    proptest! {
        #[test]
        fn printed_doubles_are_exact(number in any::<f64>().prop_filter("JSON", |number| number.is_finite())) {
            let (json, long) = (serde_json::json!(number).to_string(), format!("{number:.16e}"));
            prop_assert!(is_exact(&json), "{}", json);
            prop_assert!(is_exact(&long), "{}", long);
        }

        #[test]
        fn a_text_is_looked_through_as_each_of_its_numbers(numbers in proptest::collection::vec("-?[1-9][0-9]{0,25}(\\.[0-9]{1,25})?", 0..6)) {
            let text = format!("[{}]", numbers.join(","));
            let first = numbers.iter().find(|number| !is_exact(number)).map(String::as_str);
            prop_assert_eq!(lossy_number(&text), first);
        }
    }
}
