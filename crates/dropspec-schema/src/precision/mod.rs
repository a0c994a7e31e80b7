//! Numbers that would lose precision when they are decoded.
//!
//! Integers are held in 64 bits and all other numbers in doubles. A number keeps its precision when the value that holds it, printed
//! with as many digits as were written, gives these digits back. A number that does not is rejected, and never rounded, unless its
//! schema says that it is a double (`format: double` or `float`).

mod decimal;
mod exact;
mod scan;

use exact::{Loss, is_exact, loss};
pub(crate) use exact::{NumberKinds, Suspect};
use scan::may_lose;
pub(crate) use scan::numbers;

/// The first number of a JSON text that may not be kept, whatever its schema says that it is.
#[must_use]
pub fn lossy_number(text: &str) -> Option<&str> {
    if may_lose(text) { numbers(text).find(|number| !is_exact(number)) } else { None }
}

/// The message about a number that nothing holds.
pub(crate) fn precision_loss(number: &str) -> String {
    message(number, loss(number, true))
}

/// The message about a number that is not kept as it is held; `None` if it is kept.
pub(crate) fn loss_message(kinds: NumberKinds, number: &str) -> Option<String> {
    kinds.loss(number).map(|loss| message(number, loss))
}

/// The message about a number that is not kept.
pub(crate) fn message(number: &str, loss: Loss) -> String {
    let number = number.get(..40).map_or_else(|| number.to_owned(), |start| format!("{start}…"));
    match loss {
        Loss::Range => format!("{number} does not fit into 64 bits"),
        Loss::Digits => format!("{number} has more digits than are kept"),
        Loss::Underflow => format!("{number} is too close to 0 to be kept"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_found_wherever_it_is() {
        for number in ["1234567890.1234567890123", "1e-400", "0.5E-324"] {
            for before in 0..40 {
                let text = format!("{}[\"\\\"1234567890.1234567890123\", {number}]", " ".repeat(before));
                assert_eq!(lossy_number(&text), Some(number), "{text}");
                assert_eq!(lossy_number(&format!("{}[\"{number}\", 1]", " ".repeat(before))), None);
            }
        }
        assert_eq!(lossy_number("[1e-99, \"018e-4189-7\", 1e-300]"), None);
    }

    proptest! {
        #[test]
        fn a_text_is_looked_through_as_each_of_its_numbers(
            numbers in proptest::collection::vec("-?[1-9][0-9]{0,25}(\\.[0-9]{1,25})?(e-[0-9]{1,3})?", 0..6),
        ) {
            let text = format!("[{}]", numbers.join(","));
            let first = numbers.iter().find(|number| !is_exact(number)).map(String::as_str);
            prop_assert_eq!(lossy_number(&text), first);
        }
    }
}
