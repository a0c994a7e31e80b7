//! Changes of tables in SQLite. Where `ALTER TABLE` is not sufficient, the table is rebuilt.

use super::convert::new_value;
use super::foreign_key::how_to_find_orphans;
use super::index::virtual_tables;
use super::misfits::{reject_inconvertible, reject_misfits};
use super::{create_index, definition, drop_index, table_as};
use crate::name::{quoted, text};
use crate::plan::{AlteredColumn, Backfill, ColumnChange, TableChange};
use crate::snapshot::TableSnapshot;
use dropspec_db::Dialect;

const DIALECT: Dialect = Dialect::Sqlite;

/// The statements that change a table.
pub(super) fn change_table(change: &TableChange) -> Vec<String> {
    let is_same = change.from.name == change.to.name && change.has_same_foreign_keys();
    if is_same && change.columns.iter().all(can_be_done_in_place) {
        return in_place(change);
    }
    rebuild(change)
}

fn can_be_done_in_place(change: &ColumnChange) -> bool {
    match change {
        ColumnChange::Drop(_) => true,
        ColumnChange::Add { fill, .. } => fill.is_none(),
        ColumnChange::Alter(altered) => altered.changes_only_order_of_text(),
    }
}

fn in_place(change: &TableChange) -> Vec<String> {
    let TableChange { from, to, columns, .. } = change;
    let table = quoted(&to.name);
    let mut statements: Vec<String> =
        change.lost_indexes().filter_map(|index| drop_index(from, index, DIALECT)).collect();
    for column in columns {
        match column {
            ColumnChange::Drop(column) => {
                statements.push(format!("ALTER TABLE {table} DROP COLUMN {};\n", quoted(&column.name)));
            }
            ColumnChange::Add { column, .. } => {
                statements.push(format!("ALTER TABLE {table} ADD COLUMN {};\n", definition(to, column, DIALECT)));
            }
            ColumnChange::Alter(_) => {}
        }
    }
    statements.extend(change.new_indexes().filter_map(|index| create_index(to, index, DIALECT)));
    statements
}

/// The statements that carry the last key over to a new table: the rows that had it may be deleted.
fn keep_last_key(from: &str, to: &str) -> String {
    let (from, to) = (text(from), text(to));
    format!(
        "DELETE FROM sqlite_sequence WHERE name = {to};\n\
         INSERT INTO sqlite_sequence (name, seq) SELECT {to}, seq FROM sqlite_sequence WHERE name = {from};\n"
    )
}

/// The statements that fail if values do not fit.
fn rejections(table: &TableSnapshot, altered: &AlteredColumn) -> Vec<String> {
    if altered.changes_type() {
        return reject_inconvertible(table, altered, DIALECT).into_iter().collect();
    }
    altered.tightened().map(|rule| reject_misfits(table, &altered.from, rule, DIALECT)).collect()
}

/// Rebuilds the table: creates the new one, copies the rows and replaces the old one.
fn rebuild(change: &TableChange) -> Vec<String> {
    let TableChange { from, to, columns, .. } = change;
    let beside = format!("new_{}", to.name);
    let mut comment = "-- SQLite cannot alter this in place: the table is rebuilt, and its rows are copied.\n\
         -- Columns and indexes added by hand are not kept.\n"
        .to_owned();
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for column in columns {
        let (name, value) = match column {
            ColumnChange::Drop(_) | ColumnChange::Add { fill: None, .. } => continue,
            ColumnChange::Add { column, fill: Some(Backfill { value, is_placeholder }) } => {
                let value = column.column_type.0.literal(value, DIALECT).unwrap_or_else(|| "NULL".to_owned());
                if *is_placeholder {
                    comment += &format!("-- The values of {} were dropped: existing rows get {value}.\n", column.name);
                }
                (&column.name, value)
            }
            ColumnChange::Alter(altered) => (&altered.to.name, new_value(altered, DIALECT)),
        };
        names.push(quoted(name).into_owned());
        values.push(value);
    }
    let insert = format!(
        "{}INSERT INTO {} ({})\n    SELECT {}\n    FROM {};\n",
        change.new_foreign_keys().map(|new| how_to_find_orphans(&to.name, new)).collect::<String>(),
        quoted(&beside),
        names.join(", "),
        values.join(", "),
        quoted(&from.name)
    );
    let mut statements: Vec<String> = change.altered().flat_map(|altered| rejections(from, altered)).collect();
    statements.extend(virtual_tables(from, DIALECT));
    statements.extend([format!("{comment}{}", table_as(&beside, to, DIALECT)), insert]);
    if [from, to].iter().all(|table| table.columns.iter().any(|column| column.identity)) {
        statements.push(keep_last_key(&from.name, &beside));
    }
    statements.extend([
        format!("DROP TABLE {};\n", quoted(&from.name)),
        format!("ALTER TABLE {} RENAME TO {};\n", quoted(&beside), quoted(&to.name)),
    ]);
    // The indexes were dropped with the old table.
    statements.extend(to.indexes.iter().filter_map(|index| create_index(to, index, DIALECT)));
    statements
}
