//! The form control of a column, by the kind of its values.

use dropspec_db::{Check, Column, Kind, Value};

use crate::text::form_text;

/// The maximum number of options that are radio buttons; more become a `<select>`.
const MAX_RADIOS: usize = 5;

/// The maximum length of texts that have an `<input>`; longer ones have a `<textarea>`.
const MAX_INPUT_LENGTH: u64 = 200;

/// A form control.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Control {
    /// `<input>`
    Input {
        /// Its `type`.
        kind: &'static str,
        /// Its further attributes.
        attributes: Vec<(&'static str, String)>,
    },
    /// `<textarea>`
    TextArea,
    /// `<input type="radio">` per option
    Radios(Vec<FormOption>),
    /// `<select>`
    Select(Vec<FormOption>),
}

/// A value to choose, and its label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FormOption {
    pub(crate) value: String,
    pub(crate) label: String,
}

impl FormOption {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

impl Control {
    /// The control for the value of a column; `text` is its initial text.
    pub(crate) fn of_value(column: &Column, text: &str) -> Self {
        if let Some(mut options) = options(column) {
            if column.nullable {
                options.push(FormOption::new("", "Not set"));
            }
            return if options.len() <= MAX_RADIOS { Self::Radios(options) } else { Self::Select(options) };
        }
        let is_long =
            column.checks.iter().any(|check| matches!(check, Check::MaxLength(max) if *max > MAX_INPUT_LENGTH));
        match column.kind {
            Kind::Json => Self::TextArea,
            Kind::Text if is_long || text.contains('\n') => Self::TextArea,
            _ => Self::input(column, text),
        }
    }

    /// The control for the value that a filter compares a column with.
    pub(crate) fn of_filter(column: &Column, is_equality: bool, text: &str) -> Self {
        match options(column).filter(|_| is_equality) {
            Some(options) => Self::Select([FormOption::new("", "Any")].into_iter().chain(options).collect()),
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
            // Browsers support milliseconds, and would drop more digits.
            Kind::Moment if is_local(text) => ("datetime-local", vec![("step", "0.001".to_owned())]),
            _ => ("text", lengths(column)),
        };
        Self::Input { kind, attributes }
    }
}

/// The text of a value in the control of its column.
pub(crate) fn control_text(value: &Value<'_>) -> String {
    let text = form_text(value);
    match value {
        Value::Moment(_) if is_local(text.trim_end_matches('Z')) => text.trim_end_matches('Z').to_owned(),
        _ => text,
    }
}

/// Whether `<input type="datetime-local">` supports a timestamp.
fn is_local(text: &str) -> bool {
    text.split_once('.').is_none_or(|(_, fraction)| fraction.len() <= 3) && !text.ends_with(['Z', 'z'])
}

/// The options of a column with a small set of values.
fn options(column: &Column) -> Option<Vec<FormOption>> {
    match column.kind {
        Kind::Boolean => Some(vec![FormOption::new("true", "Yes"), FormOption::new("false", "No")]),
        Kind::Choice(values) => Some(values.iter().map(|value| FormOption::new(*value, *value)).collect()),
        Kind::Integer | Kind::Long => {
            let bound =
                |pick: fn(&Check) -> Option<&'static str>| column.checks.iter().find_map(pick)?.parse::<i64>().ok();
            let min = bound(|check| if let Check::AtLeast(min) = check { Some(min) } else { None })?;
            let max = bound(|check| if let Check::AtMost(max) = check { Some(max) } else { None })?;
            let is_small = (0..i64::try_from(MAX_RADIOS).unwrap_or(0)).contains(&max.checked_sub(min)?);
            is_small.then(|| (min..=max).map(|value| FormOption::new(value.to_string(), value.to_string())).collect())
        }
        _ => None,
    }
}

/// The attributes `min` and `max`. HTML has no exclusive bounds: they are `step` away from inclusive ones.
fn bounds(column: &Column, step: i64) -> Vec<(&'static str, String)> {
    let shifted = |bound: &str, step: i64| {
        let whole = bound.parse::<i64>().ok().and_then(|bound| bound.checked_add(step));
        whole.map_or_else(|| bound.to_owned(), |bound| bound.to_string())
    };
    let given = column.checks.iter().filter_map(|check| match check {
        Check::AtLeast(min) => Some(("min", (*min).to_owned())),
        Check::MoreThan(min) => Some(("min", shifted(min, step))),
        Check::AtMost(max) => Some(("max", (*max).to_owned())),
        Check::LessThan(max) => Some(("max", shifted(max, -step))),
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

/// The attribute `maxlength`. Browsers count UTF-16 code units, of which a character has one or two, and cut off longer texts silently:
/// twice the length never cuts a valid text.
fn lengths(column: &Column) -> Vec<(&'static str, String)> {
    let length = |check: &Check| match check {
        Check::MaxLength(max) => Some(("maxlength", max.saturating_mul(2).to_string())),
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
            other => panic!("{other:?} is not an input"),
        }
    }

    fn values(options: &[FormOption]) -> Vec<&str> {
        options.iter().map(|option| option.value.as_str()).collect()
    }

    #[test]
    fn a_small_set_of_values_has_options() {
        let class =
            Column { checks: &[Check::AtLeast("1"), Check::AtMost("3")], ..Column::new("class", Kind::Integer) };
        let Control::Radios(options) = Control::of_value(&class, "") else { panic!() };
        assert_eq!(values(&options), ["1", "2", "3"]);
        let Control::Select(options) = Control::of_filter(&class, true, "") else { panic!() };
        assert_eq!(values(&options), ["", "1", "2", "3"]);
        assert_eq!(input(Control::of_filter(&class, false, "")).0, "number", "a bound is an input");

        let unsure = Column { nullable: true, ..Column::new("sure", Kind::Boolean) };
        let Control::Radios(options) = Control::of_value(&unsure, "") else { panic!() };
        assert_eq!(values(&options), ["true", "false", ""]);
        let many = Column::new("many", Kind::Choice(&["a", "b", "c", "d", "e", "f"]));
        assert!(matches!(Control::of_value(&many, ""), Control::Select(options) if options.len() == 6));
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
    fn long_texts_have_a_text_area() {
        let name = Column { checks: &[Check::MinLength(1), Check::MaxLength(100)], ..Column::new("name", Kind::Text) };
        assert_eq!(input(Control::of_value(&name, "")), ("text", vec![("maxlength", "200".to_owned())]));
        let story = Column { checks: &[Check::MaxLength(1000)], ..Column::new("story", Kind::Text) };
        assert_eq!(Control::of_value(&story, ""), Control::TextArea);
        assert_eq!(Control::of_value(&name, "a\nb"), Control::TextArea, "an input would lose line breaks");
    }

    #[test]
    fn no_timestamp_is_truncated() {
        let moment = |micros| Value::from(chrono::DateTime::from_timestamp_micros(micros).unwrap());
        let column = Column::new("moment", Kind::Moment);
        assert_eq!(control_text(&moment(1_500_000)), "1970-01-01T00:00:01.500");
        assert_eq!(input(Control::of_value(&column, &control_text(&moment(1_500_000)))).0, "datetime-local");
        assert_eq!(control_text(&moment(1_500_001)), "1970-01-01T00:00:01.500001Z");
        assert_eq!(input(Control::of_value(&column, &control_text(&moment(1_500_001)))).0, "text");
        assert_eq!(input(Control::of_value(&column, "")).0, "datetime-local");
    }
}
