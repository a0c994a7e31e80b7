//! The columns of a passenger list, and the properties they stand for.

use std::borrow::Cow;

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name in the header.
    pub(super) header: &'static str,
    /// The property of a person.
    pub(super) property: &'static str,
    /// Brings a cell into the form that the property has.
    pub(super) read: fn(&str) -> Cow<'_, str>,
}

/// The columns, in the order in which lists have them.
pub(super) const COLUMNS: [Column; 8] = [
    Column { header: "Survived", property: "survived", read: zero_or_one },
    Column { header: "Pclass", property: "passengerClass", read: as_it_is },
    Column { header: "Name", property: "name", read: as_it_is },
    Column { header: "Sex", property: "sex", read: as_it_is },
    Column { header: AGE, property: "age", read: |cell| Cow::Borrowed(whole_years(cell)) },
    Column { header: "Siblings/Spouses Aboard", property: "siblingsOrSpousesAboard", read: as_it_is },
    Column { header: "Parents/Children Aboard", property: "parentsOrChildrenAboard", read: as_it_is },
    Column { header: "Fare", property: "fare", read: as_it_is },
];

/// The one column whose values may be shortened.
pub(super) const AGE: &str = "Age";

fn as_it_is(cell: &str) -> Cow<'_, str> {
    Cow::Borrowed(cell)
}

fn zero_or_one(cell: &str) -> Cow<'_, str> {
    match cell {
        "0" => Cow::Borrowed("false"),
        "1" => Cow::Borrowed("true"),
        // In a list, `true` is no better than `yes`; quoted, it is not the word that JSON has for it.
        "true" | "false" => Cow::Owned(format!("\"{cell}\"")),
        other => Cow::Borrowed(other),
    }
}

/// An age without its fraction.
pub(super) fn whole_years(cell: &str) -> &str {
    match cell.split_once('.') {
        Some((years, fraction)) if is_digits(years) && is_digits(fraction) => years,
        _ => cell,
    }
}

/// Whether an age has a fraction that is dropped.
pub(super) fn is_shortened(cell: &str) -> bool {
    let years = whole_years(cell);
    cell[years.len()..].trim_start_matches('.').contains(|digit| digit != '0')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_loses_its_fraction_only_when_it_is_one() {
        for (cell, years, shortened) in [
            ("22", "22", false),
            ("0.42", "0", true),
            ("28.5", "28", true),
            ("22.0", "22", false),
            ("-0.5", "-0.5", false),
            ("x.5", "x.5", false),
        ] {
            assert_eq!((whole_years(cell), is_shortened(cell)), (years, shortened), "{cell}");
        }
    }
}
