//! Values of columns.

use serde_json::Value;

use crate::snapshot::{ColumnSnapshot, Rule};
use dropspec_db::Dialect;

/// The value of a text of the command line, if it is valid for a column.
pub(super) fn read(column: &ColumnSnapshot, text: &str) -> Option<Value> {
    let column_type = column.column_type.0;
    let value = column_type.parse(text)?;
    column_type.literal(&value, Dialect::Postgres)?;
    meets_all(column, &value).then_some(value)
}

/// A valid value for a column that is restored when a migration is undone, since its values are lost.
pub(super) fn placeholder(column: &ColumnSnapshot) -> Value {
    let candidates = column.column_type.0.candidates(&numbers(&column.rules), &texts(&column.rules));
    let fits = candidates.iter().find(|candidate| meets_all(column, candidate));
    fits.or(candidates.first()).cloned().unwrap_or_default()
}

fn meets_all(column: &ColumnSnapshot, value: &Value) -> bool {
    column.rules.iter().all(|rule| meets(value, rule))
}

fn meets(value: &Value, rule: &Rule) -> bool {
    let number = |bound: &str| Some((value.as_f64()?, bound.parse::<f64>().ok()?));
    let length = || value.as_str().map_or(0, |text| text.chars().count() as u64);
    match rule {
        Rule::Enum(choices) => value.as_str().is_some_and(|text| choices.iter().any(|choice| choice == text)),
        Rule::Finite => value.as_f64().is_some_and(f64::is_finite),
        Rule::Minimum(bound) => number(bound).is_some_and(|(number, bound)| number >= bound),
        Rule::ExclusiveMinimum(bound) => number(bound).is_some_and(|(number, bound)| number > bound),
        Rule::Maximum(bound) => number(bound).is_some_and(|(number, bound)| number <= bound),
        Rule::ExclusiveMaximum(bound) => number(bound).is_some_and(|(number, bound)| number < bound),
        Rule::MinLength(least) => length() >= *least,
        Rule::MaxLength(most) => length() <= *most,
    }
}

/// 0, the bounds, their neighbours and their mean.
fn numbers(rules: &[Rule]) -> Vec<f64> {
    let bounds = rules.iter().filter_map(|rule| match rule {
        Rule::Minimum(bound) | Rule::ExclusiveMinimum(bound) => bound.parse().ok(),
        Rule::Maximum(bound) | Rule::ExclusiveMaximum(bound) => bound.parse::<f64>().ok(),
        _ => None,
    });
    let bounds: Vec<f64> = bounds.collect();
    let beside = bounds.iter().flat_map(|bound| [*bound, bound.ceil(), bound.floor(), bound + 1.0, bound - 1.0]);
    let between = bounds.iter().sum::<f64>() / bounds.len().max(1) as f64;
    std::iter::once(0.0).chain(beside).chain([between]).collect()
}

/// The first choice, or the shortest text.
fn texts(rules: &[Rule]) -> Vec<String> {
    let of_rule = |rule: &Rule| match rule {
        Rule::Enum(choices) => choices.first().cloned(),
        Rule::MinLength(length) => Some("-".repeat(usize::try_from(*length).unwrap_or(0))),
        _ => None,
    };
    rules.iter().filter_map(of_rule).chain([String::new()]).collect()
}
