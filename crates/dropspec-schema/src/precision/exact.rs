//! Whether the value that holds a number gives back the digits that were written.

use super::decimal::Decimal;
use super::scan::is_suspicious;

/// More digits than any double has.
const MOST_DIGITS: usize = 800;

/// Any number with so many digits is kept by a double, unless its exponent is out of range.
const ALWAYS_KEPT: usize = f64::DIGITS as usize;

/// How the numbers of a schema are held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NumberKinds {
    /// In 64 bits: `type: integer`.
    pub(crate) integer: bool,
    /// In a double: `type: number`.
    pub(crate) double: bool,
    /// In a double, of which the schema says so: digits beyond it are dropped.
    pub(crate) rounded: bool,
}

/// Why a number is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// It is an integer beyond 64 bits.
    Range,
    /// It has more digits than a double.
    Digits,
    /// It is closer to 0 than any double.
    Underflow,
}

impl NumberKinds {
    /// `type: integer`.
    pub(crate) const INTEGER: Self = Self { integer: true, double: false, rounded: false };

    /// `type: number`.
    pub(crate) const DOUBLE: Self = Self { integer: false, double: true, rounded: false };

    /// Why a number is not kept; `None` if it is, or if its schema does not allow it anyway.
    pub(crate) fn loss(self, number: &str) -> Option<Loss> {
        if !is_suspicious(number) {
            return None;
        }
        let suspect = Suspect { number, is_double: is_double(number) };
        self.loses(suspect).then(|| self.reason(suspect))
    }

    /// Whether a number is not kept.
    pub(crate) fn loses(self, Suspect { number, is_double }: Suspect<'_>) -> bool {
        let kept = match self {
            Self { rounded: true, .. } => true,
            Self { integer: true, double: false, .. } => is_integer(number) || (is_double && !is_whole(number)),
            Self { integer: true, .. } => is_double || is_integer(number),
            Self { double: true, .. } => is_double,
            // Without a type it is held as it is.
            Self { .. } => is_double || number.parse::<u64>().is_ok() || number.parse::<i64>().is_ok(),
        };
        !kept
    }

    /// Why a number that is not kept is not.
    pub(crate) fn reason(self, suspect: Suspect<'_>) -> Loss {
        loss(suspect.number, self.integer && !self.double)
    }
}

/// A number that not everything that may hold it keeps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Suspect<'t> {
    pub(crate) number: &'t str,
    /// Whether a double holds it. To find that out costs more than everything else.
    is_double: bool,
}

impl<'t> Suspect<'t> {
    /// `None` if all that may hold the number keeps it exactly.
    pub(crate) fn read(number: &'t str) -> Option<Self> {
        let suspect = is_suspicious(number).then(|| Self { number, is_double: is_double(number) })?;
        let is_kept = suspect.is_double && (!is_whole(number) || is_integer(number));
        (!is_kept).then_some(suspect)
    }
}

/// Whether a number is kept whatever holds it, apart from integers in doubles and numbers in integers, which validators reject.
pub(super) fn is_exact(number: &str) -> bool {
    !is_suspicious(number)
        || number.parse::<i64>().is_ok()
        || number.parse::<u64>().is_ok()
        || (is_double(number) && (!is_whole(number) || is_integer(number) || is_beyond_integers(number)))
}

/// Why a number is not kept.
pub(super) fn loss(number: &str, is_integer: bool) -> Loss {
    let double: f64 = number.parse().unwrap_or_default();
    if double.abs() < f64::MIN_POSITIVE {
        Loss::Underflow
    } else if is_integer && is_beyond_integers(number) {
        Loss::Range
    } else {
        Loss::Digits
    }
}

/// Whether a number is an integer of 64 bits, and read as such: an integer, or a double that is equal to it.
#[allow(clippy::cast_possible_truncation, reason = "saturates, and is compared")]
fn is_integer(number: &str) -> bool {
    let is_double = || {
        let (double, whole) = (number.parse::<f64>().ok(), Decimal::read(number).and_then(|decimal| decimal.whole()));
        double.is_some_and(|double| whole == Some((double as i128).unsigned_abs())) && !is_beyond_integers(number)
    };
    number.parse::<i64>().is_ok() || is_double()
}

/// Whether a number is not within 64 bits.
fn is_beyond_integers(number: &str) -> bool {
    // The first double that is not.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    let is_far = || number.parse::<f64>().is_ok_and(|double| !(-LIMIT..LIMIT).contains(&double));
    // The double of -2^63 - 1 is within 64 bits.
    number.parse::<i64>().is_err() && (number.parse::<i128>().is_ok() || is_far())
}

fn is_whole(number: &str) -> bool {
    Decimal::read(number)
        .is_some_and(|decimal| i64::try_from(decimal.count()).is_ok_and(|count| decimal.power >= count))
}

/// Whether a double holds a number: printed with as many digits, it gives them back.
fn is_double(number: &str) -> bool {
    let (Ok(double), Some(written)) = (number.parse::<f64>(), Decimal::read(number)) else {
        return false;
    };
    let count = written.count();
    if count == 0 || (count <= ALWAYS_KEPT && double.is_normal()) {
        return true;
    }
    if count > MOST_DIGITS || double == 0.0 || !double.is_finite() {
        return false;
    }
    let same = |printed: &str| Decimal::read(printed).is_some_and(|printed| printed == written);
    let is_rounded = || same(&format!("{:.*e}", count - 1, double));
    // As responses have it.
    let is_shortest = || same(zmij::Buffer::new().format_finite(double));
    is_shortest() || is_rounded()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INTEGER: NumberKinds = NumberKinds::INTEGER;
    const DOUBLE: NumberKinds = NumberKinds::DOUBLE;
    const ROUNDED: NumberKinds = NumberKinds { rounded: true, ..DOUBLE };

    #[test]
    fn doubles_keep_the_digits_that_they_print() {
        for number in
            ["0", "-0.0", "0e-999", "0.1", "0.10000000000000001", "9007199254740992", "1e300", "5e-324", "1e18"]
        {
            assert_eq!(DOUBLE.loss(number), None, "{number}");
        }
        for number in ["9007199254740993", "12345678901234567890", "1152921504606846977", "900719925474099.3"] {
            assert_eq!(DOUBLE.loss(number), Some(Loss::Digits), "{number}");
            assert_eq!(ROUNDED.loss(number), None, "{number}");
        }
        for number in ["1e-400", "2e-324", "3e-324", "0.1E-0400"] {
            assert_eq!(DOUBLE.loss(number), Some(Loss::Underflow), "{number}");
        }
    }

    #[test]
    fn integers_are_kept_in_64_bits() {
        for number in ["9007199254740993", "1e18", "9223372036854775807", "-9.223372036854775808e18", "1.5", "1e-3"] {
            assert_eq!(INTEGER.loss(number), None, "{number}");
        }
        for number in ["9223372036854775808", "1e19", "-1e30", "18446744073709551615"] {
            assert_eq!(INTEGER.loss(number), Some(Loss::Range), "{number}");
        }
        for number in ["9007199254740993.0", "1234567890123456800.0", "22.00000000000000000001"] {
            assert_eq!(INTEGER.loss(number), Some(Loss::Digits), "{number}");
        }
    }

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

    proptest! {
        #[test]
        fn printed_doubles_are_exact(number in any::<f64>().prop_filter("JSON", |number| number.is_finite())) {
            let (json, long) = (serde_json::json!(number).to_string(), format!("{number:.16e}"));
            prop_assert_eq!(DOUBLE.loss(&json), None);
            prop_assert_eq!(DOUBLE.loss(&long), None);
        }

        #[test]
        fn few_digits_are_always_kept(digits in 1_u64..1_000_000_000_000_000, exponent in -322_i32..290) {
            let number = format!("{digits}e{exponent}");
            let double: f64 = number.parse().unwrap();
            prop_assume!(double.is_normal());
            let count = Decimal::read(&number).unwrap().count();
            let printed = format!("{:.*e}", count - 1, double);
            prop_assert!(Decimal::read(&printed) == Decimal::read(&number));
        }

        #[test]
        fn a_kept_number_is_the_value_that_is_read(number in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?") {
            let value: serde_json::Value = serde_json::from_str(&number).unwrap();
            if DOUBLE.loss(&number).is_none() {
                prop_assert!(is_double(&number), "{}", number);
            }
            if INTEGER.loss(&number).is_none() && is_whole(&number) {
                let kept = value.as_i64().or_else(|| value.as_f64().map(|double| double as i64)).unwrap();
                prop_assert!(Decimal::read(&kept.to_string()) == Decimal::read(&number), "{}", number);
            }
        }
    }
}
