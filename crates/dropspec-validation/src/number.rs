//! Arithmetic with JSON numbers by their exact values.

use std::cmp::Ordering;

use serde_json::Number;

/// The order of two numbers.
pub(crate) fn compare(one: &Number, other: &Number) -> Ordering {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one.cmp(&other),
        (Some(integer), None) => compare_with_double(integer, double(other)),
        (None, Some(integer)) => compare_with_double(integer, double(one)).reverse(),
        (None, None) => double(one).total_cmp(&double(other)),
    }
}

/// The value of a number that is not held as an integer. It is finite, since JSON has no other numbers.
fn double(number: &Number) -> f64 {
    // The sum turns -0 into 0, which it is equal to.
    number.as_f64().unwrap_or_default() + 0.0
}

/// Beyond every 64-bit integer, and exact in a double.
const LIMIT: f64 = 18_446_744_073_709_551_616.0;

/// The order of an integer of at most 64 bits and a double.
fn compare_with_double(integer: i128, double: f64) -> Ordering {
    if double >= LIMIT {
        return Ordering::Less;
    }
    if double <= -LIMIT {
        return Ordering::Greater;
    }
    integer.cmp(&whole(double)).then_with(|| 0.0_f64.total_cmp(&(double.fract() + 0.0)))
}

/// A double without its fraction.
#[allow(clippy::cast_possible_truncation, reason = "a cast of a double drops its fraction")]
fn whole(double: f64) -> i128 {
    double as i128
}

/// Whether a number is a multiple of another one above 0: by their exact values if both are integers, otherwise as decimals, so that
/// 0.3 is a multiple of 0.1.
pub(crate) fn is_multiple(number: &Number, divisor: &Number) -> bool {
    let modulus = integer(divisor).map(i128::unsigned_abs).filter(|modulus| *modulus > 0);
    match (modulus, integer(number)) {
        (Some(modulus), Some(integer)) => integer.unsigned_abs().is_multiple_of(modulus),
        (Some(modulus), None) if double(number).fract() == 0.0 => is_large_multiple(double(number), modulus),
        _ => match (Decimal::of(number), Decimal::of(divisor)) {
            (Some(number), Some(divisor)) => number.is_multiple_of(&divisor),
            _ => false,
        },
    }
}

/// An integer that fits into 64 bits, however it is written.
fn integer(number: &Number) -> Option<i128> {
    let is_integer = |double: &f64| double.fract() == 0.0 && double.abs() < LIMIT;
    number.as_i128().or_else(|| Some(double(number)).filter(is_integer).map(whole))
}

/// Whether a double beyond 64 bits, which is an integer, is a multiple.
fn is_large_multiple(double: f64, modulus: u128) -> bool {
    const FRACTION_BITS: u32 = f64::MANTISSA_DIGITS - 1;
    let bits = double.to_bits();
    let mantissa = u128::from(bits & ((1 << FRACTION_BITS) - 1) | 1 << FRACTION_BITS);
    // A bias of 1023, and the mantissa counts as an integer.
    let exponent = u32::try_from((bits >> FRACTION_BITS) & 0x7ff).unwrap_or_default() - 1023 - FRACTION_BITS;
    (mantissa % modulus * power_modulo(2, exponent, modulus)).is_multiple_of(modulus)
}

/// The remainder of a power. The modulus has at most 64 bits, so that products fit.
fn power_modulo(base: u128, mut exponent: u32, modulus: u128) -> u128 {
    let (mut power, mut base) = (1 % modulus, base % modulus);
    while exponent > 0 {
        if exponent % 2 == 1 {
            power = power * base % modulus;
        }
        base = base * base % modulus;
        exponent /= 2;
    }
    power
}

/// The absolute value of a number as the shortest decimal that stands for it: digits, of at most 64 bits, times a power of ten.
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    fn of(number: &Number) -> Option<Self> {
        let text = number.to_string();
        let text = text.trim_start_matches('-');
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits = format!("{whole}{fraction}").parse().ok()?;
        let exponent = exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Some(Self { digits, exponent })
    }

    fn is_multiple_of(&self, divisor: &Self) -> bool {
        if self.digits == 0 || divisor.digits == 0 {
            return self.digits == 0;
        }
        let shift = self.exponent - divisor.exponent;
        if shift >= 0 {
            let power = power_modulo(10, shift.unsigned_abs(), divisor.digits);
            return (self.digits % divisor.digits * power).is_multiple_of(divisor.digits);
        }
        // A product that does not fit is larger than the number.
        let scaled = 10_u128.checked_pow(shift.unsigned_abs()).and_then(|power| power.checked_mul(divisor.digits));
        scaled.is_some_and(|scaled| self.digits.is_multiple_of(scaled))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn number(value: &Value) -> Number {
        value.as_number().expect("a number").clone()
    }

    #[test]
    fn numbers_are_ordered_by_their_exact_values() {
        let ascending = [
            json!(-1e300),
            json!(i64::MIN),
            json!(-1.5),
            json!(-1),
            json!(-0.5),
            json!(0),
            json!(0.5),
            json!(1),
            json!(9_007_199_254_740_992.0),
            json!(9_007_199_254_740_993_u64),
            json!(i64::MAX),
            json!(9_223_372_036_854_775_808.0),
            json!(u64::MAX),
            json!(18_446_744_073_709_551_616.0),
        ];
        for (index, one) in ascending.iter().enumerate() {
            for (place, other) in ascending.iter().enumerate() {
                assert_eq!(compare(&number(one), &number(other)), index.cmp(&place), "{one} {other}");
            }
        }
        for same in [[json!(1), json!(1.0)], [json!(0), json!(-0.0)], [json!(0.0), json!(-0.0)]] {
            assert_eq!(compare(&number(&same[0]), &number(&same[1])), Ordering::Equal, "{same:?}");
        }
    }

    #[test]
    fn multiples_are_those_of_decimals() {
        for (value, divisor) in [
            (json!(0.3), json!(0.1)),
            (json!(0), json!(7)),
            (json!(-0.0), json!(7)),
            (json!(-4.5), json!(1.5)),
            (json!(1e308), json!(0.5)),
            (json!(1e300), json!(1e-300)),
            (json!(u64::MAX), json!(5)),
            (json!(19.99), json!(0.01)),
            (json!(3e-7), json!(1e-7)),
            (json!(4_137_020_554_506_407_770.0), json!(4)),
            // 3 * 2^70, of which the shortest decimal is no multiple of 3.
            (json!(3_541_774_862_152_233_910_272.0), json!(3)),
        ] {
            assert!(is_multiple(&number(&value), &number(&divisor)), "{value} {divisor}");
        }
        for (value, divisor) in [
            (json!(0.35), json!(0.1)),
            (json!(1e-300), json!(1e300)),
            (json!(u64::MAX), json!(u64::MAX - 1)),
            (json!(1e308), json!(3)),
            (json!(18_446_744_073_709_551_616.0), json!(3)),
            (json!(7), json!(1.5)),
            (json!(4_137_020_554_506_407_770.0), json!(1000)),
            (json!(0.000_01), json!(0.01)),
        ] {
            assert!(!is_multiple(&number(&value), &number(&divisor)), "{value} {divisor}");
        }
    }
}
