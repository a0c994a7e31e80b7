//! How to undo a step.

use super::conversion::Conversion;
use super::value::placeholder;
use super::{ColumnChange, Fill, Kept, Step, TableChange};
use crate::layout::ColumnLayout;

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
    // In the order of the table that comes back.
    let back = change.from.columns.iter().filter_map(|column| {
        reversed.iter().find(|reversed| match reversed {
            ColumnChange::Drop(_) => false,
            ColumnChange::Add { column: other, .. } => other.name == column.name,
            ColumnChange::Keep(kept) => kept.to.name == column.name,
        })
    });
    let columns = gone.chain(back.cloned()).collect();
    TableChange { from: change.to.clone(), to: change.from.clone(), columns }
}

fn column(change: &ColumnChange) -> Vec<ColumnChange> {
    match change {
        ColumnChange::Drop(column) => vec![added(column)],
        ColumnChange::Add { column, .. } => vec![ColumnChange::Drop(column.clone())],
        ColumnChange::Keep(kept) => match Conversion::between(kept.to.kind, kept.from.kind) {
            // What does not fit is nobody's to change: the migration fails there, and rows stay as they are.
            Some(conversion) => vec![ColumnChange::Keep(Box::new(Kept {
                from: kept.to.clone(),
                to: kept.from.clone(),
                conversion,
                for_nothing: kept.from.default.clone().filter(|_| kept.to.nullable && !kept.from.nullable),
                for_misfits: None,
            }))],
            None => vec![ColumnChange::Drop(kept.to.clone()), added(&kept.from)],
        },
    }
}

/// A column that comes back without what it held.
fn added(column: &ColumnLayout) -> ColumnChange {
    let needs_value = !column.nullable && column.default.is_none();
    let fill = needs_value.then(|| Fill { value: placeholder(column), is_placeholder: true });
    ColumnChange::Add { column: column.clone(), fill }
}
