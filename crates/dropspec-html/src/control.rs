//! What a person types into or chooses from, decided by what a column holds.

use super::super::description::{Check, Column, Kind};
use super::super::value::Value;
use super::text::written;

/// How many values of a small range, or of an enum, are shown all at once.
const FEW: usize = 5;

/// How long a text may be for one line.
const LINE: u64 = 200;

/// The element of a form that takes a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Control {
    /// `<input>`
    Input {
        /// Its `type`.
        kind: &'static str,
        /// Its further attributes.
        attributes: Vec<(&'static str, String)>,
    },
    /// `<textarea>`
    Lines,
    /// One of a few: radio buttons.
    Radios(Vec<Choice>),
    /// One of many: `<select>`.
    Select(Vec<Choice>),
}

/// A value to choose, and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

impl Choice {
    pub(super) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

impl Control {
    /// The control for the value that a record has in a column; `text` is what it holds at first.
    pub(super) fn of_value(column: &Column, text: &str) -> Self {
        if let Some(mut choices) = choices(column) {
            if column.nullable {
                choices.push(Choice::new("", "Not known"));
            }
            return if choices.len() <= FEW { Self::Radios(choices) } else { Self::Select(choices) };
        }
        let long = column.checks.iter().any(|check| matches!(check, Check::MaxLength(most) if *most > LINE));
        match column.kind {
            Kind::Json => Self::Lines,
            Kind::Text if long || text.contains('\n') => Self::Lines,
            _ => Self::input(column, text),
        }
    }

    /// The control for a value to compare with the column.
    pub(super) fn of_filter(column: &Column, equal: bool, text: &str) -> Self {
        match choices(column).filter(|_| equal) {
            Some(choices) => Self::Select([Choice::new("", "Any")].into_iter().chain(choices).collect()),
            None => Self::input(column, text),
        }
    }

    fn input(column: &Column, text: &str) -> Self {
        let (kind, attributes) = match column.kind {
            Kind::Integer | Kind::Long => {
                ("number", [("step", "1".to_owned())].into_iter().chain(bounds(column, 1)).collect())
            }
            Kind::Double => ("number", [("step", "any".to_owned())].into_iter().chain(bounds(column, 0)).collect()),
            Kind::Date => ("date", Vec::new()),
            // A browser knows thousandths of a second at the most, and would lose the rest.
            Kind::Moment if is_local(text) => ("datetime-local", vec![("step", "0.001".to_owned())]),
            _ => ("text", lengths(column)),
        };
        Self::Input { kind, attributes }
    }
}

/// The text of a value, as the control of its column takes it.
pub(super) fn text(value: &Value<'_>) -> String {
    let text = written(value);
    match value {
        Value::Moment(_) if is_local(text.trim_end_matches('Z')) => text.trim_end_matches('Z').to_owned(),
        _ => text,
    }
}

/// Whether `<input type="datetime-local">` can hold it.
fn is_local(text: &str) -> bool {
    text.split_once('.').is_none_or(|(_, fraction)| fraction.len() <= 3) && !text.ends_with(['Z', 'z'])
}

/// The values of a column that has few.
fn choices(column: &Column) -> Option<Vec<Choice>> {
    match column.kind {
        Kind::Boolean => Some(vec![Choice::new("true", "Yes"), Choice::new("false", "No")]),
        Kind::Choice(values) => Some(values.iter().map(|value| Choice::new(*value, *value)).collect()),
        Kind::Integer | Kind::Long => {
            let bound =
                |pick: fn(&Check) -> Option<&'static str>| column.checks.iter().find_map(pick)?.parse::<i64>().ok();
            let least = bound(|check| if let Check::AtLeast(least) = check { Some(least) } else { None })?;
            let most = bound(|check| if let Check::AtMost(most) = check { Some(most) } else { None })?;
            let few = (0..i64::try_from(FEW).unwrap_or(0)).contains(&most.checked_sub(least)?);
            few.then(|| (least..=most).map(|value| Choice::new(value.to_string(), value.to_string())).collect())
        }
        _ => None,
    }
}

/// `min` and `max`; a value that is excluded is `apart` from those that are not.
fn bounds(column: &Column, apart: i64) -> Vec<(&'static str, String)> {
    let beside = |bound: &str, step: i64| {
        let whole = bound.parse::<i64>().ok().and_then(|bound| bound.checked_add(step));
        whole.map_or_else(|| bound.to_owned(), |bound| bound.to_string())
    };
    let given = column.checks.iter().filter_map(|check| match check {
        Check::AtLeast(least) => Some(("min", (*least).to_owned())),
        Check::MoreThan(least) => Some(("min", beside(least, apart))),
        Check::AtMost(most) => Some(("max", (*most).to_owned())),
        Check::LessThan(most) => Some(("max", beside(most, -apart))),
        Check::MinLength(_) | Check::MaxLength(_) => None,
    });
    let mut bounds: Vec<(&'static str, String)> = given.collect();
    if column.kind == Kind::Integer {
        for (name, bound) in [("min", i32::MIN), ("max", i32::MAX)] {
            if bounds.iter().all(|(other, _)| *other != name) {
                bounds.push((name, bound.to_string()));
            }
        }
    }
    bounds
}

/// `minlength` and `maxlength`. They count units of UTF-16, of which a character has one or two: a browser cuts off what is too long
/// without a word, which must not happen to what is allowed.
fn lengths(column: &Column) -> Vec<(&'static str, String)> {
    let length = |check: &Check| match check {
        Check::MaxLength(most) => Some(("maxlength", most.saturating_mul(2).to_string())),
        _ => None,
    };
    column.checks.iter().filter_map(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(control: Control) -> (&'static str, Vec<(&'static str, String)>) {
        match control {
            Control::Input { kind, attributes } => (kind, attributes),
            other => panic!("{other:?} is no input"),
        }
    }

    fn values(choices: &[Choice]) -> Vec<&str> {
        choices.iter().map(|choice| choice.value.as_str()).collect()
    }

    #[test]
    fn few_values_are_chosen_from() {
        let class =
            Column { checks: &[Check::AtLeast("1"), Check::AtMost("3")], ..Column::new("class", Kind::Integer) };
        let Control::Radios(choices) = Control::of_value(&class, "") else { panic!() };
        assert_eq!(values(&choices), ["1", "2", "3"]);
        let Control::Select(choices) = Control::of_filter(&class, true, "") else { panic!() };
        assert_eq!(values(&choices), ["", "1", "2", "3"]);
        assert_eq!(input(Control::of_filter(&class, false, "")).0, "number", "a bound is typed");

        let unsure = Column { nullable: true, ..Column::new("sure", Kind::Boolean) };
        let Control::Radios(choices) = Control::of_value(&unsure, "") else { panic!() };
        assert_eq!(values(&choices), ["true", "false", ""]);
        let many = Column::new("many", Kind::Choice(&["a", "b", "c", "d", "e", "f"]));
        assert!(matches!(Control::of_value(&many, ""), Control::Select(choices) if choices.len() == 6));
    }

    #[test]
    fn numbers_have_their_bounds() {
        let attributes = |kind, checks| input(Control::of_value(&Column { checks, ..Column::new("n", kind) }, "")).1;
        let named = |pairs: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
        };
        assert_eq!(
            attributes(Kind::Integer, &[Check::MoreThan("0")]),
            named(&[("step", "1"), ("min", "1"), ("max", "2147483647")])
        );
        assert_eq!(attributes(Kind::Long, &[Check::LessThan("9")]), named(&[("step", "1"), ("max", "8")]));
        assert_eq!(
            attributes(Kind::Double, &[Check::MoreThan("0"), Check::AtMost("0.5")]),
            named(&[("step", "any"), ("min", "0"), ("max", "0.5")])
        );
    }

    #[test]
    fn texts_are_as_long_as_they_may_be() {
        let name = Column { checks: &[Check::MinLength(1), Check::MaxLength(100)], ..Column::new("name", Kind::Text) };
        assert_eq!(input(Control::of_value(&name, "")), ("text", vec![("maxlength", "200".to_owned())]));
        let story = Column { checks: &[Check::MaxLength(1000)], ..Column::new("story", Kind::Text) };
        assert_eq!(Control::of_value(&story, ""), Control::Lines);
        assert_eq!(Control::of_value(&name, "a\nb"), Control::Lines, "a line would lose its break");
    }

    #[test]
    fn no_moment_is_cut() {
        let moment = |micros| Value::from(chrono::DateTime::from_timestamp_micros(micros).unwrap());
        let column = Column::new("moment", Kind::Moment);
        assert_eq!(text(&moment(1_500_000)), "1970-01-01T00:00:01.500");
        assert_eq!(input(Control::of_value(&column, &text(&moment(1_500_000)))).0, "datetime-local");
        assert_eq!(text(&moment(1_500_001)), "1970-01-01T00:00:01.500001Z");
        assert_eq!(input(Control::of_value(&column, &text(&moment(1_500_001)))).0, "text");
        assert_eq!(input(Control::of_value(&column, "")).0, "datetime-local");
    }
}
