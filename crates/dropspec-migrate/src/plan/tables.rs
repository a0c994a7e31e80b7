//! What changes of the tables.

use super::columns::Columns;
use super::options::{Names, Options};
use super::refusal::Refusal;
use super::{ColumnChange, Conversion, Step, TableChange};
use crate::layout::Layout;

/// The steps from one layout to the next; what keeps them from being taken goes to `refusals`.
pub(super) fn steps(from: &Layout, to: &Layout, options: &Options, refusals: &mut Vec<Refusal>) -> Vec<Step> {
    let names = Names::new(options, from, to, refusals);
    let mut steps = Vec::new();
    for old in &from.tables {
        if !to.tables.iter().any(|table| names.old_table(&table.name) == old.name) {
            if !options.allow_data_loss {
                refusals.push(Refusal::TableDropped(old.name.clone()));
            }
            steps.push(Step::Drop(old.clone()));
        }
    }
    for new in &to.tables {
        match from.table(names.old_table(&new.name)) {
            None => steps.push(Step::Create(new.clone())),
            Some(old) => {
                let columns = Columns { from: old, to: new, names: &names, options, refusals }.changes();
                let change = TableChange { from: old.clone(), to: new.clone(), columns };
                if !keeps_its_key(&change) {
                    refusals.push(Refusal::KeyChanged(new.name.clone()));
                }
                if !change.is_empty() {
                    steps.push(Step::Change(change));
                }
            }
        }
    }
    options.refuse_useless(&steps, refusals);
    steps
}

fn keeps_its_key(TableChange { from, to, columns }: &TableChange) -> bool {
    columns.iter().any(|column| match column {
        ColumnChange::Keep(kept) => {
            kept.from.name == from.key && kept.to.name == to.key && kept.conversion == Conversion::None
        }
        _ => false,
    })
}
