//! A control with its label, what the document says of it, and what is wrong with what it holds.

use askama::Template;

use super::super::description::{Check, Column, Kind, Operator, Table};
use super::super::selection::Filter;
use super::address::Query;
use super::control::{self, Control};
use super::words::readable;

/// One field of a form.
#[derive(Debug, Template)]
#[template(path = "field.html")]
pub(super) struct Field {
    /// Unlike any other of the page.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) help: String,
    pub(super) control: Control,
    /// What it holds.
    pub(super) text: String,
    pub(super) required: bool,
    pub(super) errors: Vec<String>,
}

impl Field {
    /// The field of a column, under a name.
    pub(super) fn of_column(column: &Column, name: String, text: String, required: bool, errors: Vec<String>) -> Self {
        Self {
            id: column.property.to_owned(),
            name,
            label: readable(column.property),
            help: help(column),
            control: Control::of_value(column, &text),
            text,
            required,
            errors,
        }
    }

    /// All filters that a list of the table can have, with the values of those that it has.
    pub(super) fn filters(table: &'static Table, given: &[Filter]) -> Vec<Self> {
        let columns = table.columns.iter().enumerate();
        let all =
            columns.flat_map(|(index, column)| column.filters.iter().map(move |operator| (index, column, *operator)));
        let field = |(index, column, operator): (usize, &Column, Operator)| {
            let value = given.iter().find(|filter| filter.column == index && filter.operator == operator);
            let text = value.map(|filter| control::text(&filter.value)).unwrap_or_default();
            let name = Query::parameter(table, index, operator.suffix());
            Self {
                id: format!("filter-{name}"),
                name,
                label: [&readable(column.property), meaning(operator, column.kind)].join(" ").trim_end().to_owned(),
                help: String::new(),
                control: Control::of_filter(column, operator == Operator::Equal, &text),
                text,
                required: false,
                errors: Vec::new(),
            }
        };
        all.map(field).collect()
    }

    /// The ids of the texts that describe the control, for `aria-describedby`.
    fn described_by(&self) -> String {
        let help = (!self.help.is_empty()).then(|| format!("{}-help", self.id));
        let errors = (!self.errors.is_empty()).then(|| format!("{}-errors", self.id));
        errors.into_iter().chain(help).collect::<Vec<_>>().join(" ")
    }
}

/// What a filter compares by, behind the name of the property.
fn meaning(operator: Operator, kind: Kind) -> &'static str {
    match (operator, kind) {
        (Operator::Equal, _) => "",
        (Operator::AtLeast, _) => "from",
        (Operator::AtMost, _) => "to",
        (Operator::MoreThan, Kind::Date | Kind::Moment) => "after",
        (Operator::LessThan, Kind::Date | Kind::Moment) => "before",
        (Operator::MoreThan, _) => "over",
        (Operator::LessThan, _) => "under",
        (Operator::Contains, _) => "contains",
    }
}

/// What the document says of a column, and what a person cannot see from its control.
fn help(column: &Column) -> String {
    let said = column.description.trim();
    let most = column.checks.iter().find_map(|check| match check {
        Check::MaxLength(most) => Some(format!("At most {most} characters.")),
        _ => None,
    });
    let zone = (column.kind == Kind::Moment).then(|| "In UTC.".to_owned());
    let json = (column.kind == Kind::Json).then(|| "As JSON.".to_owned());
    let said = (!said.is_empty()).then(|| said.to_owned());
    said.into_iter().chain(most).chain(zone).chain(json).collect::<Vec<_>>().join(" ")
}
