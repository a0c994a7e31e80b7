//! `format: isbn`, which the service of `documents/shapes.yaml` adds.

/// Whether a text is an ISBN-13: thirteen digits, of which the last is the check digit (ISO 2108).
pub fn is_isbn(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(10)).collect();
    digits.filter(|digits| digits.len() == 13).is_some_and(|digits| {
        let weighted = digits.iter().zip([1, 3].iter().cycle()).map(|(digit, weight)| digit * weight);
        weighted.sum::<u32>().is_multiple_of(10)
    })
}
