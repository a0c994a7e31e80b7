//! Conversions of values, in SQL.

use super::rule::condition;
use crate::name;
use crate::plan::AlteredColumn;
use crate::snapshot::{ColumnSnapshot, Rule};
use dropspec_db::Dialect;

/// The new value of a column, in terms of its old name.
pub(super) fn new_value(altered: &AlteredColumn, dialect: Dialect) -> String {
    let mut sql = altered
        .conversion(dialect)
        .map_or_else(|| name::quoted(&altered.from.name).into_owned(), |conversion| conversion.sql);
    // NULL is neither a misfit nor not.
    if let Some((misfit, fits)) = for_misfits(altered, dialect).zip(fits(altered, dialect)) {
        sql = format!("CASE WHEN NOT ({fits}) THEN {misfit} ELSE {sql} END");
    }
    match altered.for_null.as_ref().and_then(|value| altered.to.column_type.0.literal(value, dialect)) {
        Some(value) => format!("coalesce({sql}, {value})"),
        None => sql,
    }
}

/// The replacement of values that do not fit, if there is one.
pub(super) fn for_misfits(altered: &AlteredColumn, dialect: Dialect) -> Option<String> {
    let value = altered.for_misfits.as_ref()?;
    Some(altered.to.column_type.0.literal(value, dialect).unwrap_or_else(|| "NULL".to_owned()))
}

/// The condition under which a value fits; `None` if all do.
pub(super) fn fits(altered: &AlteredColumn, dialect: Dialect) -> Option<String> {
    let range = altered.conversion(dialect).and_then(|conversion| conversion.fits);
    // The rules of texts can be checked only once the value is text.
    let is_text = |column: &ColumnSnapshot| column.column_type.0.is_text();
    let can_be_asked = !is_text(&altered.to) || is_text(&altered.from);
    let is_new = |rule: &&Rule| can_be_asked && !altered.from.rules.contains(rule) && **rule != Rule::Finite;
    let rules = altered.to.rules.iter().filter(is_new).map(|rule| condition(&altered.from.name, rule, dialect));
    let all: Vec<String> = range.into_iter().chain(rules).collect();
    (!all.is_empty()).then(|| all.join(" AND "))
}
