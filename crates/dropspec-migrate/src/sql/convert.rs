//! Values of one kind as another, in SQL.

use super::column::type_name;
use super::rule::condition;
use crate::dialect::Dialect;
use crate::layout::{ColumnKind, ColumnLayout, Rule};
use crate::literal::literal;
use crate::name;
use crate::plan::Kept;

/// What a column holds afterwards, by what it is called before.
pub(super) fn new_value(kept: &Kept, dialect: Dialect) -> String {
    let mut sql = converted(kept, dialect);
    // What is nothing neither fits nor does not.
    if let Some((misfit, fits)) = for_misfits(kept, dialect).zip(fits(kept, dialect)) {
        sql = format!("CASE WHEN NOT ({fits}) THEN {misfit} ELSE {sql} END");
    }
    match kept.for_nothing.as_ref().and_then(|value| literal(kept.to.kind, value, dialect)) {
        Some(value) => format!("coalesce({sql}, {value})"),
        None => sql,
    }
}

/// What takes the place of what does not fit, if that was said.
pub(super) fn for_misfits(kept: &Kept, dialect: Dialect) -> Option<String> {
    let value = kept.for_misfits.as_ref()?;
    Some(literal(kept.to.kind, value, dialect).unwrap_or_else(|| "NULL".to_owned()))
}

/// What has to hold for a value to fit, if some do not.
pub(super) fn fits(kept: &Kept, dialect: Dialect) -> Option<String> {
    let name = name::quoted(&kept.from.name);
    let range = match (kept.from.kind, kept.to.kind) {
        (ColumnKind::Long | ColumnKind::Double, ColumnKind::Integer) => {
            Some(format!("{name} BETWEEN {} AND {}", i32::MIN, i32::MAX))
        }
        // The greatest double below 2^63.
        (ColumnKind::Double, ColumnKind::Long) => Some(format!("{name} BETWEEN {} AND 9223372036854774784", i64::MIN)),
        _ => None,
    };
    // What is written as text only then can be held against the rules of texts only then.
    let can_be_asked = kept.to.kind != ColumnKind::Text || kept.from.kind == ColumnKind::Text;
    let is_new = |rule: &&Rule| can_be_asked && !kept.from.rules.contains(rule) && **rule != Rule::Finite;
    let rules = kept.to.rules.iter().filter(is_new).map(|rule| condition(&kept.from.name, rule, dialect));
    let all: Vec<String> = range.into_iter().chain(rules).collect();
    (!all.is_empty()).then(|| all.join(" AND "))
}

fn converted(kept: &Kept, dialect: Dialect) -> String {
    use ColumnKind::{Boolean, Date, Double, Integer, Long, Text, Uuid};
    let name = name::quoted(&kept.from.name);
    let ColumnLayout { kind: to, .. } = kept.to;
    match (kept.from.kind, to, dialect) {
        (from, to, _) if from == to => name.into_owned(),
        (Double, Integer | Long, Dialect::Postgres) => format!("trunc({name})::{}", type_name(to, dialect)),
        (Date, Text, Dialect::Postgres) => format!("to_char({name}, 'YYYY-MM-DD')"),
        (_, _, Dialect::Postgres) => format!("{name}::{}", type_name(to, dialect)),
        // Of the same type there.
        (Integer, Long, _) | (Long, Integer, _) | (Date, Text, _) => name.into_owned(),
        (Boolean, Text, _) => format!("CASE {name} WHEN 0 THEN 'false' WHEN 1 THEN 'true' END"),
        (Uuid, Text, _) => {
            let part = |start: u8, length: u8| format!("substr(hex({name}), {start}, {length})");
            let parts = [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)];
            format!("CASE WHEN {name} IS NOT NULL THEN lower({}) END", parts.join(" || '-' || "))
        }
        (_, to, _) => format!("CAST({name} AS {})", type_name(to, dialect)),
    }
}
