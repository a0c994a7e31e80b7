//! The form control of a column, by the type of its values.

use dropspec_db::column_type::{Boolean, FormInput, FormOption};
use dropspec_db::{Column, ColumnType, Operator};

/// The maximum number of options that are radio buttons; more become a `<select>`.
const MAX_RADIOS: usize = 5;

/// A form control.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Control {
    /// `<input>`
    Input {
        /// The attribute `type`.
        input_type: &'static str,
        /// The further attributes.
        attributes: Vec<(&'static str, String)>,
    },
    /// `<textarea>`
    TextArea,
    /// `<input type="radio">` per option
    Radios(Vec<FormOption>),
    /// `<select>`
    Select(Vec<FormOption>),
}

impl Control {
    /// The control for the value of a column; `text` is its initial text.
    pub(crate) fn of_value(column: &Column, text: &str) -> Self {
        if let Some(mut options) = column.column_type.form_options(column.checks) {
            if column.nullable {
                options.push(FormOption::new("", "Not set"));
            }
            return if options.len() <= MAX_RADIOS { Self::Radios(options) } else { Self::Select(options) };
        }
        let input = column.column_type.form_input(column.checks, text);
        if input.multiline { Self::TextArea } else { Self::input(input) }
    }

    /// The control for what a filter compares a column with. Several values are entered with commas between them.
    pub(crate) fn of_filter(column: &Column, operator: Operator, text: &str) -> Self {
        let options = match operator {
            Operator::Equal | Operator::NotEqual => column.column_type.form_options(column.checks),
            Operator::Null => Boolean.form_options(&[]),
            Operator::In | Operator::NotIn | Operator::Near => return Self::text("text"),
            _ => None,
        };
        match options {
            Some(options) => Self::Select([FormOption::new("", "Any")].into_iter().chain(options).collect()),
            None => Self::input(column.column_type.form_input(column.checks, text)),
        }
    }

    /// An input for any text, of the type `text` or `search`.
    pub(crate) fn text(input_type: &'static str) -> Self {
        Self::Input { input_type, attributes: Vec::new() }
    }

    fn input(input: FormInput) -> Self {
        Self::Input { input_type: input.input_type, attributes: input.attributes }
    }
}

#[cfg(test)]
mod tests {
    use dropspec_db::column_type::{Boolean, Double, Enum, Integer, Long, Text, TimestampType};
    use dropspec_db::{Check, ColumnType, Value};

    use super::*;

    fn input(control: Control) -> (&'static str, Vec<(&'static str, String)>) {
        match control {
            Control::Input { input_type, attributes } => (input_type, attributes),
            other => panic!("{other:?} is not an input"),
        }
    }

    fn values(options: &[FormOption]) -> Vec<&str> {
        options.iter().map(|option| option.value.as_str()).collect()
    }

    #[test]
    fn a_small_set_of_values_has_options() {
        let class = Column { checks: &[Check::AtLeast("1"), Check::AtMost("3")], ..Column::new("class", &Integer) };
        let Control::Radios(options) = Control::of_value(&class, "") else { panic!() };
        assert_eq!(values(&options), ["1", "2", "3"]);
        let Control::Select(options) = Control::of_filter(&class, Operator::Equal, "") else { panic!() };
        assert_eq!(values(&options), ["", "1", "2", "3"]);
        assert_eq!(input(Control::of_filter(&class, Operator::AtLeast, "")).0, "number", "a bound is an input");

        let unsure = Column { nullable: true, ..Column::new("sure", &Boolean) };
        let Control::Radios(options) = Control::of_value(&unsure, "") else { panic!() };
        assert_eq!(values(&options), ["true", "false", ""]);
        let many = Column::new("many", &Enum(&["a", "b", "c", "d", "e", "f"]));
        assert!(matches!(Control::of_value(&many, ""), Control::Select(options) if options.len() == 6));
    }

    #[test]
    fn numbers_have_their_bounds() {
        let attributes = |column_type: &'static dyn ColumnType, checks| {
            input(Control::of_value(&Column { checks, ..Column::new("n", column_type) }, "")).1
        };
        let named = |pairs: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
        };
        assert_eq!(
            attributes(&Integer, &[Check::MoreThan("0")]),
            named(&[("step", "1"), ("min", "1"), ("max", "2147483647")])
        );
        assert_eq!(attributes(&Long, &[Check::LessThan("9")]), named(&[("step", "1"), ("max", "8")]));
        assert_eq!(
            attributes(&Double, &[Check::MoreThan("0"), Check::AtMost("0.5")]),
            named(&[("step", "any"), ("min", "0"), ("max", "0.5")])
        );
    }

    #[test]
    fn long_texts_have_a_text_area() {
        let name = Column { checks: &[Check::MinLength(1), Check::MaxLength(100)], ..Column::new("name", &Text) };
        assert_eq!(input(Control::of_value(&name, "")), ("text", vec![("maxlength", "200".to_owned())]));
        let story = Column { checks: &[Check::MaxLength(1000)], ..Column::new("story", &Text) };
        assert_eq!(Control::of_value(&story, ""), Control::TextArea);
        assert_eq!(Control::of_value(&name, "a\nb"), Control::TextArea, "an input would lose line breaks");
    }

    #[test]
    fn no_timestamp_is_truncated() {
        let column = Column::new("seen", &TimestampType);
        let text = |micros| {
            let timestamp = chrono::DateTime::from_timestamp_micros(micros).unwrap();
            column.column_type.form_text(&Value::from(timestamp))
        };
        assert_eq!(text(1_500_000), "1970-01-01T00:00:01.500");
        assert_eq!(input(Control::of_value(&column, &text(1_500_000))).0, "datetime-local");
        assert_eq!(text(1_500_001), "1970-01-01T00:00:01.500001Z");
        assert_eq!(input(Control::of_value(&column, &text(1_500_001))).0, "text");
        assert_eq!(input(Control::of_value(&column, "")).0, "datetime-local");
    }
}
