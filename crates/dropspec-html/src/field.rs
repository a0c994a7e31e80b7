//! A form control with its label, its help and its errors.

use askama::Template;
use dropspec_db::{Check, Column, Filters, Operator, Search, Table};

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

    /// The fields of all searches and filters of a table, with the values of the current ones.
    pub(crate) fn filters(table: &'static Table, current: &Filters) -> Vec<Self> {
        let searches = table.searches.iter().map(|search| Self::search(search, current));
        let columns = table.columns.iter().enumerate();
        let filters = columns.flat_map(|(index, column)| column.filters.iter().map(move |operator| (index, *operator)));
        let full_text = (!table.search.is_empty()).then(|| Self::full_text(current));
        full_text
            .into_iter()
            .chain(searches)
            .chain(filters.map(|(index, operator)| Self::filter(table, index, operator, current)))
            .collect()
    }

    fn filter(table: &'static Table, index: usize, operator: Operator, current: &Filters) -> Self {
        let column = &table.columns[index];
        let filter = current.columns.iter().find(|filter| filter.column == index && filter.operator == operator);
        let text = match filter.map(|filter| (filter, filter.value())) {
            Some((_, Some(value))) if operator != Operator::Null => column.column_type.form_text(value),
            Some((filter, _)) => filter.texts().collect::<Vec<_>>().join(","),
            None => String::new(),
        };
        let name = ListHref::parameter(table, index, operator.suffix());
        let label = [&label(column.property), comparison(operator, column)].join(" ").trim_end().to_owned();
        Self::of_list(name, label, Control::of_filter(column, operator, &text), text)
    }

    fn search(search: &Search, current: &Filters) -> Self {
        let filter = current.searches.iter().find(|filter| filter.search == search);
        let text = filter.map(|filter| filter.text.to_string()).unwrap_or_default();
        Self::of_list(search.name.to_owned(), label(search.name), Control::text("search"), text)
    }

    fn full_text(current: &Filters) -> Self {
        let text = current.full_text.as_ref().map(|search| search.text.to_string()).unwrap_or_default();
        Self::of_list("q".to_owned(), "Search".to_owned(), Control::text("search"), text)
    }

    /// The field for a parameter of a list.
    fn of_list(name: String, label: String, control: Control, text: String) -> Self {
        let id = format!("filter-{name}");
        Self { id, name, label, help: String::new(), control, text, required: false, errors: Vec::new() }
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
        (Operator::NotEqual, _) => "is not",
        (Operator::In, _) => "one of",
        (Operator::NotIn, _) => "none of",
        (Operator::Null, _) => "not set",
        (Operator::Prefix, _) => "starts with",
        (Operator::Near, _) => "near",
        (Operator::Contains | Operator::ContainsCase | Operator::ContainsItem, _) => "contains",
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
