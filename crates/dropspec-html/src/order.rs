//! The parts of the form above a list that choose its order and the length of its pages.

use super::super::description::Table;
use super::super::selection::Sort;
use super::address::order;
use super::control::{Choice, Control};
use super::field::Field;
use super::words::readable;

/// How many rows a person may ask for at a time.
const LIMITS: [i64; 5] = [25, 50, 100, 500, 1000];

/// The choice of an order; where the table is too narrow for its head, there is no other.
pub(super) fn sorts(table: &Table, given: &[Sort]) -> Option<Field> {
    let mut choices = vec![Choice::new("", "As created")];
    for (index, column) in table.columns.iter().enumerate().filter(|(_, column)| column.sortable) {
        let label = readable(column.property);
        for (descending, label) in [(false, label.clone()), (true, format!("{label}, descending"))] {
            choices.push(Choice::new(order(table, &[Sort { column: index, descending }]), label));
        }
    }
    if choices.len() == 1 {
        return None;
    }
    let text = order(table, given);
    if choices.iter().all(|choice| choice.value != text) {
        choices.push(Choice::new(&text, text.replace(',', ", ")));
    }
    Some(chosen("sort", "Sort by", choices, text))
}

/// The choice of how many rows there are on a page.
pub(super) fn limits(given: i64) -> Field {
    let mut limits = LIMITS.to_vec();
    limits.push(given);
    limits.sort_unstable();
    limits.dedup();
    let choices = limits.iter().map(|limit| Choice::new(limit.to_string(), limit.to_string())).collect();
    chosen("limit", "Rows on a page", choices, given.to_string())
}

fn chosen(name: &str, label: &str, choices: Vec<Choice>, text: String) -> Field {
    Field {
        id: format!("filter-{name}"),
        name: name.to_owned(),
        label: label.to_owned(),
        help: String::new(),
        control: Control::Select(choices),
        text,
        required: false,
        errors: Vec::new(),
    }
}
