//! Exact sums of the decimal numbers of SQLite, which are texts there.

use super::decimal_number::Number;

/// The decimal digits of a limb.
const LIMB_DIGITS: i32 = 9;

/// 10 to the power of [`LIMB_DIGITS`].
const BASE: i64 = 1_000_000_000;

/// The limbs after the point, which have room for the 255 digits of a number.
const FRACTION_LIMBS: i32 = 29;

/// All limbs: before the point there is room for as many digits, and for the carry of a sum.
const LIMBS: usize = 60;

/// The powers of 10 within a limb.
const POWERS: [i64; LIMB_DIGITS as usize] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// A sum of decimal numbers.
///
/// It is a number to the base 10^9, whose digits, the limbs, may be negative or too large until all numbers are added. A limb has room for nine
/// billion numbers.
#[derive(Clone, Debug)]
pub(crate) struct DecimalSum {
    limbs: [i64; LIMBS],
    count: u64,
}

impl Default for DecimalSum {
    fn default() -> Self {
        Self { limbs: [0; LIMBS], count: 0 }
    }
}

impl DecimalSum {
    /// Adds the number of a sort key. Text that is none counts as zero; the table has a check against it.
    pub(crate) fn add(&mut self, key: &str) {
        self.count += 1;
        let (sign, rest) = key.as_bytes().split_first().map_or((b'1', &[][..]), |(sign, rest)| (*sign, rest));
        let Some((exponent, digits)) = rest.split_at_checked(3) else { return };
        let exponent = exponent.iter().fold(0, |number, digit| number * 10 + i32::from(digit.wrapping_sub(b'0')));
        let is_negative = sign == b'0';
        let exponent = if is_negative { 999 - exponent } else { exponent };
        // The place of the first digit, counted from the end of the lowest limb.
        let mut place = exponent - super::decimal_number::BIAS - 1 + FRACTION_LIMBS * LIMB_DIGITS;
        for digit in digits.iter().take_while(|digit| digit.is_ascii_digit()) {
            let digit = i64::from(digit - b'0');
            let digit = if is_negative { digit - 9 } else { digit };
            if let Ok(index) = usize::try_from(place / LIMB_DIGITS)
                && let Some(limb) = self.limbs.get_mut(index)
                && let Ok(power) = usize::try_from(place % LIMB_DIGITS)
            {
                *limb += digit * POWERS[power];
            }
            place -= 1;
        }
    }

    /// The sort key of the sum.
    pub(crate) fn sort_key(&self) -> String {
        self.number().sort_key()
    }

    /// The average, as near as a floating-point number can be; `None` without numbers.
    pub(crate) fn average(&self) -> Option<f64> {
        let sum: f64 = self.number().to_text().parse().ok()?;
        (self.count > 0).then(|| sum / self.count as f64)
    }

    fn number(&self) -> Number {
        let mut limbs = self.limbs;
        let is_negative = carry(&mut limbs) < 0;
        if is_negative {
            limbs = self.limbs.map(|limb| -limb);
            carry(&mut limbs);
        }
        let digits = limbs.iter().rev().map(|limb| format!("{limb:09}")).collect();
        let limbs_before_point = i32::try_from(LIMBS).unwrap_or_default() - FRACTION_LIMBS;
        Number::new(is_negative, limbs_before_point * LIMB_DIGITS, digits)
    }
}

/// Carries from each limb to the next, so that each has a digit to the base; returns what is left, which is negative if the number is.
fn carry(limbs: &mut [i64; LIMBS]) -> i64 {
    let mut carried = 0;
    for limb in limbs {
        let sum = *limb + carried;
        *limb = sum.rem_euclid(BASE);
        carried = sum.div_euclid(BASE);
    }
    carried
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(texts: &[&str]) -> DecimalSum {
        let mut sum = DecimalSum::default();
        texts.iter().for_each(|text| sum.add(&Number::parse(text).unwrap().sort_key()));
        sum
    }

    #[test]
    fn sums_are_exact() {
        let large = "9".repeat(255);
        let small = format!("0.{}1", "0".repeat(254));
        for (texts, expected) in [
            (&["0.1", "0.2"][..], "0.3".to_owned()),
            (&["-0.1", "0.1"], "0".to_owned()),
            (&["-0.1", "-99.95"], "-100.05".to_owned()),
            (&["5", "-7.5", "0"], "-2.5".to_owned()),
            (&[&large, &large], format!("1{}8", "9".repeat(254))),
            (&[&large, &small], format!("{large}.{}1", "0".repeat(254))),
            (&[], "0".to_owned()),
        ] {
            assert_eq!(sum(texts).number().to_text(), expected, "{texts:?}");
        }
    }

    #[test]
    fn averages_are_floating_point() {
        assert_eq!(sum(&["1", "0"]).average(), Some(0.5));
        assert_eq!(sum(&["-0.1", "-0.2", "0"]).average(), Some(-0.3 / 3.0));
        assert_eq!(sum(&[]).average(), None);
    }

    proptest! {
        #[test]
        fn sums_are_those_of_integers(numbers in prop::collection::vec(-1_000_000_000_000_i64..1_000_000_000_000, 0..50)) {
            let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            prop_assert_eq!(sum(&texts).number().to_text(), numbers.iter().sum::<i64>().to_string());
        }
    }
}
