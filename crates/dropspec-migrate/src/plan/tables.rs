//! Changes of tables.

use super::columns::Columns;
use super::error::PlanError;
use super::foreign_keys::kept;
use super::options::{Names, Options};
use super::{ColumnChange, Step, TableChange};
use crate::snapshot::SchemaSnapshot;

/// The steps from one schema to the next.
pub(super) fn steps(
    from: &SchemaSnapshot,
    to: &SchemaSnapshot,
    options: &Options,
    errors: &mut Vec<PlanError>,
) -> Vec<Step> {
    let names = Names::new(options, from, to, errors);
    let mut steps = Vec::new();
    for old in &from.tables {
        if !to.tables.iter().any(|table| names.old_table(&table.name) == old.name) {
            if !options.allow_data_loss {
                errors.push(PlanError::TableDropped(old.name.clone()));
            }
            steps.push(Step::Drop(old.clone()));
        }
    }
    for new in &to.tables {
        match from.table(names.old_table(&new.name)) {
            None => steps.push(Step::Create(new.clone())),
            Some(old) => {
                let columns = Columns { from: old, to: new, names: &names, options, errors }.changes();
                let foreign_keys = kept(old, new, &columns, to, &names);
                let change = TableChange { from: old.clone(), to: new.clone(), columns, foreign_keys };
                if !keeps_its_key(&change) {
                    errors.push(PlanError::KeyChanged(new.name.clone()));
                }
                if !change.is_empty() {
                    steps.push(Step::Change(change));
                }
            }
        }
    }
    options.reject_unused(&steps, errors);
    let is_rolling = |step: &Step| matches!(step, Step::Change(change) if change.altered().any(|it| it.is_rolling));
    if options.rolling && !steps.iter().any(is_rolling) {
        errors.push(PlanError::UselessRolling);
    }
    steps
}

fn keeps_its_key(TableChange { from, to, columns, .. }: &TableChange) -> bool {
    let is_kept = |(old, new): (&String, &String)| {
        columns.iter().any(|column| match column {
            ColumnChange::Alter(altered) => {
                (&altered.from.name, &altered.to.name) == (old, new) && !altered.changes_type()
            }
            _ => false,
        })
    };
    from.key.len() == to.key.len() && from.key.iter().zip(&to.key).all(is_kept)
}
