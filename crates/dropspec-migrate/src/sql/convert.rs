//! Conversions of values, in SQL.

use super::rule::condition_on;
use crate::name;
use crate::plan::AlteredColumn;
use crate::snapshot::Rule;
use dropspec_db::Dialect;
use dropspec_db::column_type::Conversion;

/// The new value of a column, in terms of its old name.
pub(super) fn new_value(altered: &AlteredColumn, dialect: Dialect) -> String {
    let mut sql = converted(altered, dialect).sql;
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
    let Conversion { sql, .. } = converted(altered, dialect);
    // The constraints of another type did not hold.
    let is_new =
        |rule: &&Rule| **rule != Rule::Finite && (altered.changes_type() || !altered.from.rules.contains(rule));
    let rules = altered.to.rules.iter().filter(is_new).map(|rule| condition_on(&sql, rule, dialect));
    let rules: Vec<String> = rules.collect();
    let rules = (!rules.is_empty()).then(|| rules.join(" AND "));
    match (convertible(altered, dialect), rules) {
        // Only a value that can be converted can be asked.
        (Some(convertible), Some(rules)) => Some(format!("CASE WHEN {convertible} THEN {rules} ELSE FALSE END")),
        (convertible, rules) => convertible.or(rules),
    }
}

/// The condition under which a value has a counterpart in the new type; `None` if all have.
pub(super) fn convertible(altered: &AlteredColumn, dialect: Dialect) -> Option<String> {
    let Conversion { fits, is_exact, .. } = converted(altered, dialect);
    let is_exact = is_exact.filter(|_| !altered.may_round);
    match (fits, is_exact) {
        (Some(fits), Some(is_exact)) => Some(format!("{fits} AND {is_exact}")),
        (fits, is_exact) => fits.or(is_exact),
    }
}

fn converted(altered: &AlteredColumn, dialect: Dialect) -> Conversion {
    let same = || Conversion { sql: name::quoted(&altered.from.name).into_owned(), fits: None, is_exact: None };
    altered.conversion(dialect).unwrap_or_else(same)
}
