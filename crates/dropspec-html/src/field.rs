//! A form control with its label, its help and its errors.

use askama::Template;
use dropspec_db::{Check, Column, Filter, Operator, Table};

use crate::control::Control;
use crate::href::ListHref;
use crate::labels::label;

/// A field of a form.
#[derive(Debug, Template)]
#[template(path = "field.html")]
pub(crate) struct Field {
    /// The id of the control, unique within the page.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) control: Control,
    /// The initial text of the control.
    pub(crate) text: String,
    pub(crate) required: bool,
    pub(crate) errors: Vec<String>,
}

impl Field {
    /// The field for the value of a column.
    pub(crate) fn of_column(column: &Column, name: String, text: String, errors: Vec<String>) -> Self {
        Self {
            id: column.property.to_owned(),
            name,
            label: label(column.property),
            help: help(column),
            control: Control::of_value(column, &text),
            text,
            required: !column.nullable,
            errors,
        }
    }

    /// The fields of all filters of a table, with the values of the current ones.
    pub(crate) fn filters(table: &'static Table, current: &[Filter]) -> Vec<Self> {
        let columns = table.columns.iter().enumerate();
        let all =
            columns.flat_map(|(index, column)| column.filters.iter().map(move |operator| (index, column, *operator)));
        let field = |(index, column, operator): (usize, &Column, Operator)| {
            let filter = current.iter().find(|filter| filter.column == index && filter.operator == operator);
            let text = filter.map(|filter| column.column_type.form_text(&filter.value)).unwrap_or_default();
            let name = ListHref::parameter(table, index, operator.suffix());
            Self {
                id: format!("filter-{name}"),
                name,
                label: [&label(column.property), comparison(operator, column)].join(" ").trim_end().to_owned(),
                help: String::new(),
                control: Control::of_filter(column, operator == Operator::Equal, &text),
                text,
                required: false,
                errors: Vec::new(),
            }
        };
        all.map(field).collect()
    }

    /// The ids of the elements that describe the control, for `aria-describedby`.
    fn described_by(&self) -> String {
        let help = (!self.help.is_empty()).then(|| format!("{}-help", self.id));
        let errors = (!self.errors.is_empty()).then(|| format!("{}-errors", self.id));
        errors.into_iter().chain(help).collect::<Vec<_>>().join(" ")
    }
}

/// The comparison of a filter, after the name of the property.
fn comparison(operator: Operator, column: &Column) -> &'static str {
    match (operator, column.column_type.is_time()) {
        (Operator::Equal, _) => "",
        (Operator::AtLeast, _) => "from",
        (Operator::AtMost, _) => "to",
        (Operator::MoreThan, true) => "after",
        (Operator::LessThan, true) => "before",
        (Operator::MoreThan, false) => "over",
        (Operator::LessThan, false) => "under",
        (Operator::Contains, _) => "contains",
    }
}

/// The description of a column, and what its control does not show.
fn help(column: &Column) -> String {
    let description = column.description.trim();
    let description = (!description.is_empty()).then(|| description.to_owned());
    let max_length = column.checks.iter().find_map(|check| match check {
        Check::MaxLength(max) => Some(format!("At most {max} characters.")),
        _ => None,
    });
    let hint = column.column_type.form_hint().map(str::to_owned);
    description.into_iter().chain(max_length).chain(hint).collect::<Vec<_>>().join(" ")
}
