//! Decimal numbers as they are written.

/// A number as its significant digits, and the power of ten of the first of them.
pub(super) struct Decimal<'n> {
    /// Those before and after the point.
    digits: [&'n str; 2],
    pub(super) power: i64,
}

impl<'n> Decimal<'n> {
    pub(super) fn read(number: &'n str) -> Option<Self> {
        let number = number.trim_start_matches('-');
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let digits = match (whole, fraction) {
            ("", fraction) => ["", fraction.trim_start_matches('0')],
            (whole, "") => [whole.trim_end_matches('0'), ""],
            both => both.into(),
        };
        if digits == ["", ""] {
            return Some(Self { digits, power: 0 });
        }
        // A number below 1 begins with zeros after the point.
        let shift = if whole.is_empty() {
            i64::try_from(fraction.len() - digits[1].len()).ok()?.checked_neg()?
        } else {
            i64::try_from(whole.len()).ok()?
        };
        Some(Self { digits, power: exponent.parse::<i64>().ok()?.checked_add(shift)? })
    }

    fn bytes(&self) -> impl Iterator<Item = u8> + use<'n> {
        let [whole, fraction] = self.digits;
        whole.bytes().chain(fraction.bytes())
    }

    /// The number of digits.
    pub(super) fn count(&self) -> usize {
        let [whole, fraction] = self.digits;
        whole.len() + fraction.len()
    }

    /// The value of an integer that has at most 20 digits.
    pub(super) fn whole(&self) -> Option<u128> {
        let count = usize::try_from(self.power).ok().filter(|count| (self.count()..=20).contains(count))?;
        let digits = self.bytes().chain(std::iter::repeat(b'0')).take(count);
        Some(digits.fold(0, |value, digit| value * 10 + u128::from(digit - b'0')))
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.power == other.power && self.count() == other.count() && self.bytes().eq(other.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_equal_however_they_are_written() {
        let same = [
            vec!["1", "1.0", "01e0", "10e-1", "0.1e1", "0.0010e3", "-1"],
            vec!["120", "1.2e2", "0.12e+3", "120.000", "12000e-2"],
            vec!["0", "0.000", "00e5", "-0e-9"],
            vec!["0.001", "1e-3", "0.1e-2"],
            vec!["100.001", "100001e-3"],
        ];
        for (group, numbers) in same.iter().enumerate() {
            for (other, number) in
                same.iter().enumerate().flat_map(|(other, all)| all.iter().map(move |one| (other, one)))
            {
                assert_eq!(
                    Decimal::read(number) == Decimal::read(numbers[0]),
                    group == other,
                    "{number} {}",
                    numbers[0]
                );
            }
        }
    }
}
