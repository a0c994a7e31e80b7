//! The fields above a list that choose its order and the length of its pages.

use dropspec_db::column_type::FormOption;
use dropspec_db::{Sort, Table};

use crate::control::Control;
use crate::field::Field;
use crate::href::sort_keys;
use crate::labels::label;

/// The offered numbers of rows per page.
const LIMITS: [i64; 5] = [25, 50, 100, 500, 1000];

/// The field that chooses the order; on narrow screens, where the table has no head, it is the only way to sort.
pub(crate) fn sort_field(table: &Table, current: &[Sort]) -> Option<Field> {
    let mut options = vec![FormOption::new("", "Creation order")];
    for (index, column) in table.columns.iter().enumerate().filter(|(_, column)| column.sortable) {
        let label = label(column.property);
        for (descending, label) in [(false, label.clone()), (true, format!("{label}, descending"))] {
            options.push(FormOption::new(sort_keys(table, &[Sort { column: index, descending }]).join(","), label));
        }
    }
    if options.len() == 1 {
        return None;
    }
    let text = sort_keys(table, current).join(",");
    if options.iter().all(|option| option.value != text) {
        options.push(FormOption::new(&text, text.replace(',', ", ")));
    }
    Some(select("sort", "Sort by", options, text))
}

/// The field that chooses the number of rows per page.
pub(crate) fn limit_field(current: i64) -> Field {
    let mut limits = LIMITS.to_vec();
    limits.push(current);
    limits.sort_unstable();
    limits.dedup();
    let options = limits.iter().map(|limit| FormOption::new(limit.to_string(), limit.to_string())).collect();
    select("limit", "Rows per page", options, current.to_string())
}

fn select(name: &str, label: &str, options: Vec<FormOption>, text: String) -> Field {
    Field {
        id: format!("filter-{name}"),
        name: name.to_owned(),
        label: label.to_owned(),
        help: String::new(),
        control: Control::Select(options),
        text,
        required: false,
        errors: Vec::new(),
    }
}
