//! Decimal numbers as texts, as sort keys of SQLite, and as `numeric` of PostgreSQL in binary.

/// The maximum number of digits before the point, and after it.
const MAX_DIGITS: usize = 255;

/// The bias that makes the exponent in a sort key positive.
pub(super) const BIAS: i32 = 500;

/// PostgreSQL's digits are to this base.
const BASE_DIGITS: usize = 4;

const POSITIVE: u16 = 0x0000;
const NEGATIVE: u16 = 0x4000;

/// A decimal number: 0.d1d2d3… × 10^exponent, where d1 and the last digit are not 0. Zero has no digits.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Number {
    is_negative: bool,
    exponent: i32,
    digits: String,
}

impl Number {
    /// Reads `-12.50`. There is no exponent, no `+`, and a digit on both sides of a point.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (is_negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(whole, rest)| (whole, Some(rest)));
        let is_digits =
            |text: &str| (1..=MAX_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || fraction.is_some_and(|fraction| !is_digits(fraction)) {
            return None;
        }
        Some(Self::new(is_negative, i32::try_from(whole.len()).ok()?, [whole, fraction.unwrap_or_default()].concat()))
    }

    /// The number 0.digits × 10^exponent.
    pub(super) fn new(is_negative: bool, exponent: i32, digits: String) -> Self {
        let significant = digits.trim_start_matches('0');
        let zeros = i32::try_from(digits.len() - significant.len()).unwrap_or_default();
        let significant = significant.trim_end_matches('0');
        if significant.is_empty() {
            return Self { is_negative: false, exponent: 0, digits: String::new() };
        }
        Self { is_negative, exponent: exponent - zeros, digits: significant.to_owned() }
    }

    /// The text in its canonical form.
    pub(super) fn to_text(&self) -> String {
        let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
        let length = i32::try_from(self.digits.len()).unwrap_or_default();
        let sign = if self.is_negative { "-" } else { "" };
        match usize::try_from(self.exponent) {
            Ok(whole) if whole >= self.digits.len() && whole > 0 => {
                format!("{sign}{}{}", self.digits, zeros(self.exponent - length))
            }
            Ok(whole) if whole > 0 => format!("{sign}{}.{}", &self.digits[..whole], &self.digits[whole..]),
            _ if self.digits.is_empty() => "0".to_owned(),
            _ => format!("{sign}0.{}{}", zeros(-self.exponent), self.digits),
        }
    }

    /// A text whose bytes sort as the numbers do: the sign, the biased exponent in three digits, and the digits. For a negative number all
    /// digits are complemented, and a `~` ends it.
    pub(super) fn sort_key(&self) -> String {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => "1".to_owned(),
            (false, false) => format!("2{:03}{}", self.exponent + BIAS, self.digits),
            (false, true) => format!("0{:03}{}~", 999 - (self.exponent + BIAS), complement(&self.digits)),
        }
    }

    /// Reads [`Number::sort_key`].
    pub(super) fn from_sort_key(key: &str) -> Option<Self> {
        let (sign, rest) = key.split_at_checked(1)?;
        if sign == "1" && rest.is_empty() {
            return Some(Self { is_negative: false, exponent: 0, digits: String::new() });
        }
        let (exponent, digits) = rest.split_at_checked(3)?;
        let exponent: i32 = exponent.parse().ok()?;
        let (is_negative, exponent, digits) = match sign {
            "2" => (false, exponent, digits.to_owned()),
            "0" => (true, 999 - exponent, complement(digits.strip_suffix('~')?)),
            _ => return None,
        };
        let is_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_digits.then(|| Self::new(is_negative, exponent - BIAS, digits))
    }

    /// `numeric` in binary: the count of digits to base 10,000, the weight of the first one, the sign, the scale, and the digits.
    pub(super) fn to_numeric(&self) -> Vec<u8> {
        // Zeros fill up the digits on both sides, so that the point is between two groups.
        let base = i32::try_from(BASE_DIGITS).unwrap_or(1);
        let before = usize::try_from((-self.exponent).rem_euclid(base)).unwrap_or_default();
        let mut digits = "0".repeat(before) + &self.digits;
        digits += &"0".repeat((BASE_DIGITS - digits.len() % BASE_DIGITS) % BASE_DIGITS);
        let groups: Vec<u16> = digits
            .as_bytes()
            .chunks(BASE_DIGITS)
            .map(|group| group.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')))
            .collect();
        let weight = (self.exponent + i32::try_from(before).unwrap_or_default()) / base - 1;
        let scale = i32::try_from(self.digits.len()).unwrap_or_default() - self.exponent;
        let sign = if self.is_negative { NEGATIVE } else { POSITIVE };
        let header = [
            u16::try_from(groups.len()).unwrap_or_default(),
            (if groups.is_empty() { 0 } else { weight } as i16).cast_unsigned(),
            sign,
            u16::try_from(scale.max(0)).unwrap_or_default(),
        ];
        header.iter().chain(&groups).flat_map(|word| word.to_be_bytes()).collect()
    }

    /// Reads [`Number::to_numeric`]; `None` for NaN and the infinities, too.
    pub(super) fn from_numeric(bytes: &[u8]) -> Option<Self> {
        let words: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        let [count, weight, sign, _, groups @ ..] = &*words else { return None };
        let is_negative = match *sign {
            POSITIVE => false,
            NEGATIVE => true,
            // NaN and the infinities.
            _ => return None,
        };
        if usize::from(*count) != groups.len() || !bytes.len().is_multiple_of(2) {
            return None;
        }
        let digits = groups.iter().map(|group| format!("{group:04}")).collect();
        Some(Self::new(is_negative, (i32::from(weight.cast_signed()) + 1) * 4, digits))
    }
}

fn complement(digits: &str) -> String {
    digits.bytes().map(|digit| char::from(b'9' - (digit - b'0').min(9))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn texts_have_one_canonical_form() {
        for (text, canonical) in [
            ("0", "0"),
            ("-0.00", "0"),
            ("007", "7"),
            ("1.50", "1.5"),
            ("100", "100"),
            ("-0.0010", "-0.001"),
            ("12345.6789", "12345.6789"),
            ("10000", "10000"),
            ("0.00000001", "0.00000001"),
        ] {
            assert_eq!(parse(text).to_text(), canonical);
        }
        for text in ["", "-", ".5", "5.", "+1", "1e3", "1,5", "NaN", " 1", "0x1", "1.2.3", &"9".repeat(256)] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn numeric_is_what_postgresql_sends() {
        // SELECT numeric_send('12345.678').
        let bytes = [0, 3, 0, 1, 0, 0, 0, 3, 0, 1, 0x09, 0x29, 0x1a, 0x7c];
        assert_eq!(parse("12345.678").to_numeric(), bytes);
        assert_eq!(Number::from_numeric(&bytes), Some(parse("12345.678")));
        assert_eq!(parse("0").to_numeric(), [0; 8]);
        // SELECT numeric_send('-0.00012').
        let small = [0, 2, 0xff, 0xff, 0x40, 0, 0, 5, 0, 1, 0x07, 0xd0];
        assert_eq!(parse("-0.00012").to_numeric(), small);
        assert_eq!(Number::from_numeric(&[0, 0, 0, 0, 0xc0, 0, 0, 0]), None, "NaN");
    }

    proptest! {
        #[test]
        fn every_number_survives(text in "-?[0-9]{1,30}(\\.[0-9]{1,30})?") {
            let number = parse(&text);
            prop_assert_eq!(parse(&number.to_text()), parse(&text));
            prop_assert_eq!(&Number::from_sort_key(&number.sort_key()).unwrap(), &number);
            prop_assert_eq!(&Number::from_numeric(&number.to_numeric()).unwrap(), &number);
        }

        #[test]
        fn sort_keys_sort_as_numbers(one in -100_000_000_i64..100_000_000, other in -100_000_000_i64..100_000_000, scale in 0_usize..12) {
            // An integer with the point moved to the left.
            let text = |number: i64| {
                let digits = format!("{:0>width$}", number.abs(), width = scale + 1);
                let (whole, fraction) = digits.split_at(digits.len() - scale);
                let point = if scale > 0 { "." } else { "" };
                format!("{}{whole}{point}{fraction}", if number < 0 { "-" } else { "" })
            };
            prop_assert_eq!(parse(&text(one)).sort_key().cmp(&parse(&text(other)).sort_key()), one.cmp(&other));
        }
    }
}
