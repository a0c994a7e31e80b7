//! Plans in words.

use crate::foreign_key::ForeignKey;
use crate::index::Index;
use crate::plan::{AlteredColumn, ColumnChange, Plan, Step, TableChange};
use crate::snapshot::{Rule, TableSnapshot};
use dropspec_db::Dialect;

/// The steps of a plan, one per line.
pub(super) fn summary(plan: &Plan) -> Vec<String> {
    plan.steps.iter().flat_map(step).collect()
}

fn step(step: &Step) -> Vec<String> {
    match step {
        Step::Create(table) => vec![format!("creates table {}", table.name)],
        Step::Drop(table) => vec![format!("drops table {}", table.name)],
        Step::Change(change) => {
            let TableChange { from, to, columns, .. } = change;
            let renamed = (from.name != to.name).then(|| format!("renames table {} to {}", from.name, to.name));
            let dropped = change.lost_indexes();
            let dropped = dropped
                .map(|index| format!("drops the {} on {}{}", index.kind.words(), list(from, index), only(index)));
            let made = change.new_indexes().map(|index| {
                let words = index.kind.words();
                let article = if words.starts_with('i') { "an" } else { "a" };
                format!("creates {article} {words} on {}{}", list(to, index), only(index))
            });
            let columns = columns.iter().flat_map(|change| column(to, change));
            let foreign_key = |verb: &str, table: &TableSnapshot, it: &ForeignKey| {
                format!("{verb} the foreign key from {}.{} to {}", table.name, it.column, it.table)
            };
            let lost = change.lost_foreign_keys().map(|it| foreign_key("drops", from, it));
            let new = change.new_foreign_keys().map(|it| foreign_key("adds", to, it));
            renamed.into_iter().chain(lost).chain(dropped).chain(columns).chain(made).chain(new).collect()
        }
    }
}

/// The database that has an index, if only one has it.
fn only(index: &Index) -> &'static str {
    if index.kind.is_in_sqlite() { "" } else { ", in PostgreSQL" }
}

fn list(table: &TableSnapshot, index: &Index) -> String {
    format!("{}({})", table.name, index.columns.join(", "))
}

fn column(table: &TableSnapshot, change: &ColumnChange) -> Vec<String> {
    match change {
        ColumnChange::Drop(column) => vec![format!("drops {}.{}", table.name, column.name)],
        ColumnChange::Add { column, .. } => vec![format!("adds {}.{}", table.name, column.name)],
        ColumnChange::Alter(altered) => kept_column(table, altered),
    }
}

fn kept_column(table: &TableSnapshot, altered: &AlteredColumn) -> Vec<String> {
    let AlteredColumn { from, to, .. } = altered;
    let can_fail = altered.for_misfits.is_none()
        && altered.conversion(Dialect::Postgres).is_some_and(|it| it.fits.is_some() || it.is_exact.is_some());
    let name = format!("{}.{}", table.name, to.name);
    let mut lines = Vec::new();
    if from.name != to.name {
        let how = if altered.is_rolling { "; PostgreSQL has both columns until `--finish-rename`" } else { "" };
        lines.push(format!("renames {}.{} to {}{how}", table.name, from.name, to.name));
    }
    if from.column_type != to.column_type {
        let (from, to) = (from.column_type, to.column_type);
        let fails = if can_fail { "fails if a value does not fit, and " } else { "" };
        lines.push(format!(
            "changes the type of {name} from {from} to {to}; {fails}PostgreSQL rewrites the table meanwhile"
        ));
    }
    match (from.nullable, to.nullable) {
        (true, false) => lines.push(format!("makes {name} required")),
        (false, true) => lines.push(format!("makes {name} optional")),
        _ => {}
    }
    if from.default != to.default {
        lines.push(match &to.default {
            Some(default) => format!("sets the default of {name} to {default}"),
            None => format!("drops the default of {name}"),
        });
    }
    if from.bytewise != to.bytewise {
        lines.push(format!(
            "compares {name} {}",
            if to.bytewise { "by its bytes" } else { "by the collation of the database" }
        ));
    }
    let missing = |rules: &[Rule], rule: &&Rule| !rules.iter().any(|other| other.suffix() == rule.suffix());
    lines.extend(
        from.rules
            .iter()
            .filter(|rule| missing(&to.rules, rule))
            .map(|rule| format!("drops the constraint {} of {name}", rule.keyword())),
    );
    lines.extend(
        to.rules.iter().filter(|rule| !from.rules.contains(rule)).map(|rule| format!("restricts {name} to {rule}")),
    );
    lines
}
