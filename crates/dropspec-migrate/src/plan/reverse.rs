//! The reverse of a step.

use super::columns::conversion;
use super::value::placeholder;
use super::{AlteredColumn, Backfill, ColumnChange, KeptForeignKey, Step, TableChange};
use crate::snapshot::ColumnSnapshot;

pub(super) fn step(step: &Step) -> Step {
    match step {
        Step::Create(table) => Step::Drop(table.clone()),
        Step::Drop(table) => Step::Create(table.clone()),
        Step::Change(change) => Step::Change(table(change)),
    }
}

fn table(change: &TableChange) -> TableChange {
    let gone = change.columns.iter().flat_map(column).filter(|column| matches!(column, ColumnChange::Drop(_)));
    let reversed: Vec<ColumnChange> = change.columns.iter().flat_map(column).collect();
    // In the order of the restored table.
    let back = change.from.columns.iter().filter_map(|column| {
        reversed.iter().find(|reversed| match reversed {
            ColumnChange::Drop(_) => false,
            ColumnChange::Add { column: other, .. } => other.name == column.name,
            ColumnChange::Alter(altered) => altered.to.name == column.name,
        })
    });
    let columns = gone.chain(back.cloned()).collect();
    let swap = |kept: &KeptForeignKey| KeptForeignKey { from: kept.to.clone(), to: kept.from.clone() };
    let foreign_keys = change.foreign_keys.iter().map(swap).collect();
    TableChange { from: change.to.clone(), to: change.from.clone(), columns, foreign_keys }
}

fn column(change: &ColumnChange) -> Vec<ColumnChange> {
    match change {
        ColumnChange::Drop(column) => vec![added(column)],
        ColumnChange::Add { column, .. } => vec![ColumnChange::Drop(column.clone())],
        ColumnChange::Alter(altered) if altered.changes_type() && conversion(&altered.to, &altered.from).is_none() => {
            vec![ColumnChange::Drop(altered.to.clone()), added(&altered.from)]
        }
        // The reverse migration fails on values that do not fit, and leaves the rows as they are.
        ColumnChange::Alter(altered) => vec![ColumnChange::Alter(Box::new(AlteredColumn {
            from: altered.to.clone(),
            to: altered.from.clone(),
            for_null: altered.from.default.clone().filter(|_| altered.to.nullable && !altered.from.nullable),
            for_misfits: None,
            may_round: false,
            is_rolling: altered.is_rolling,
        }))],
    }
}

/// A restored column, whose values are lost.
fn added(column: &ColumnSnapshot) -> ColumnChange {
    let needs_value = !column.nullable && column.default.is_none();
    let fill = needs_value.then(|| Backfill { value: placeholder(column), is_placeholder: true });
    ColumnChange::Add { column: column.clone(), fill }
}
