//! Form inputs of column types, as data.

use super::options::Check;

/// The form input for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormInput {
    /// The `type` of an `<input>`.
    pub input_type: &'static str,
    /// The further attributes.
    pub attributes: Vec<(&'static str, String)>,
    /// Whether the value needs several lines, as a `<textarea>` has.
    pub multiline: bool,
}

/// One of a few values to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormOption {
    /// The value as a form sends it.
    pub value: String,
    /// The value as a person reads it.
    pub label: String,
}

impl FormInput {
    /// A line of text.
    #[must_use]
    pub fn text() -> Self {
        Self::new("text", Vec::new())
    }

    /// An `<input>`.
    #[must_use]
    pub fn new(input_type: &'static str, attributes: Vec<(&'static str, String)>) -> Self {
        Self { input_type, attributes, multiline: false }
    }

    /// A number, with `min` and `max`. An excluded bound is `apart` from the allowed values.
    #[must_use]
    pub fn number(step: &'static str, checks: &[Check], apart: i64) -> Self {
        let beside = |bound: &str, step: i64| {
            let whole = bound.parse::<i64>().ok().and_then(|bound| bound.checked_add(step));
            whole.map_or_else(|| bound.to_owned(), |bound| bound.to_string())
        };
        let bounds = checks.iter().filter_map(|check| match check {
            Check::AtLeast(least) => Some(("min", (*least).to_owned())),
            Check::MoreThan(least) => Some(("min", beside(least, apart))),
            Check::AtMost(most) => Some(("max", (*most).to_owned())),
            Check::LessThan(most) => Some(("max", beside(most, -apart))),
            Check::MinLength(_) | Check::MaxLength(_) | Check::OneOf(_) | Check::Finite => None,
        });
        Self::new("number", [("step", step.to_owned())].into_iter().chain(bounds).collect())
    }

    /// The same with a bound, unless there is one already.
    #[must_use]
    pub fn or_bound(mut self, name: &'static str, bound: impl ToString) -> Self {
        if self.attributes.iter().all(|(other, _)| *other != name) {
            self.attributes.push((name, bound.to_string()));
        }
        self
    }
}

impl FormOption {
    /// A value and its label.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}
