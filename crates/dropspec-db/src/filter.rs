//! Filters of lists.

use std::borrow::Cow;

use super::column_type::{Point, Value};
use super::full_text::FullText;
use super::geodesy::{MAX_DISTANCE, MIN_DISTANCE, bounds};
use super::table::{Operator, Search};

/// The filters of a query. A row has to meet all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// Filters on one column.
    pub columns: Vec<Filter>,
    /// Searches of several columns.
    pub searches: Vec<SearchFilter>,
    /// The full-text search.
    pub full_text: Option<FullText>,
}

/// A filter on a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The column, by its position.
    pub column: usize,
    /// How it is compared.
    pub operator: Operator,
    /// The values that statements compare the column with.
    pub(crate) values: Vec<Value<'static>>,
    /// The value of the request, if statements have others that are made of it.
    text: Option<Box<str>>,
    /// What statements compare points with.
    pub(crate) near: Option<Box<Near>>,
}

/// A distance, as statements compare it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Near {
    /// The distance in metres.
    pub(crate) metres: f64,
    /// The bounds of the earth-centred coordinates of the points.
    pub(crate) bounds: [[f64; 2]; 3],
}

/// A search of several columns. One of its filters has to be met.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchFilter {
    /// The parameter.
    pub search: &'static Search,
    /// The filters.
    pub filters: Vec<Filter>,
    /// The text that is searched for.
    pub text: Box<str>,
}

impl Filters {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.searches.is_empty() && self.full_text.is_none()
    }
}

impl Filter {
    /// A filter that compares a column with a value.
    #[must_use]
    pub fn new(column: usize, operator: Operator, value: Value<'static>) -> Self {
        let made = match (&value, operator) {
            (Value::Text(text), Operator::Contains) => Some(vec![Value::from(pattern(&text.to_lowercase()))]),
            (Value::Text(text), Operator::ContainsCase) => Some(vec![value.clone(), Value::from(pattern(text))]),
            (Value::Text(text), Operator::Prefix) => {
                let end = following(text).map(Value::from);
                Some([value.clone()].into_iter().chain(end).collect())
            }
            _ => None,
        };
        match made {
            Some(values) => Self { text: Some(value.to_string().into()), ..Self::several(column, operator, values) },
            None => Self::several(column, operator, vec![value]),
        }
    }

    /// A filter that compares a column with several values.
    #[must_use]
    pub fn several(column: usize, operator: Operator, values: Vec<Value<'static>>) -> Self {
        Self { column, operator, values, text: None, near: None }
    }

    /// A filter for points within a distance in metres of a point.
    #[must_use]
    pub fn near(column: usize, point: Point, metres: f64) -> Self {
        let values = [point.latitude, point.longitude, metres].map(Value::from).into();
        let metres = metres.clamp(MIN_DISTANCE, MAX_DISTANCE);
        let near = Near { metres, bounds: bounds(point.latitude, point.longitude, metres) };
        Self { near: Some(Box::new(near)), ..Self::several(column, Operator::Near, values) }
    }

    /// The value that the column is compared with; `None` if it is not one value of the column.
    #[must_use]
    pub fn value(&self) -> Option<&Value<'static>> {
        match self.values.as_slice() {
            [value] if self.text.is_none() => Some(value),
            _ => None,
        }
    }

    /// The values as the query parameter has them.
    pub fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let texts = self.text.as_deref().map(Cow::Borrowed);
        let values = if texts.is_some() { &[][..] } else { &self.values };
        texts.into_iter().chain(values.iter().map(|value| Cow::Owned(value.to_string())))
    }
}

/// The pattern of LIKE, with the escape character `\\`, for texts that contain a text.
fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// The first text, in the order of bytes, after all that start with a text; `None` if there is none.
fn following(prefix: &str) -> Option<String> {
    let mut letters = prefix.chars();
    while let Some(last) = letters.next_back() {
        // Surrogates are no characters: the next one is beyond them.
        let next = if last == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(u32::from(last) + 1) };
        if let Some(next) = next {
            return Some(format!("{}{next}", letters.as_str()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_starts_with_a_prefix_if_it_is_in_its_range(prefix in "[a\u{d7ff}\u{e000}\u{10ffff}é]{0,3}", text in "[a\u{d7ff}\u{e000}\u{10ffff}é]{0,5}") {
            let end = following(&prefix);
            let is_within = text >= prefix && end.is_none_or(|end| text < end);
            prop_assert_eq!(is_within, text.starts_with(&prefix));
        }
    }

    #[test]
    fn a_pattern_matches_its_text_literally() {
        assert_eq!(pattern("50% Ä_\\"), "%50\\% Ä\\_\\\\%");
    }
}
