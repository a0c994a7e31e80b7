//! Changes of tables in PostgreSQL in one transaction, with the lock that the first statement takes; so constraints are added and validated at
//! once, because `NOT VALID` and `VALIDATE` avoid a lock only in two transactions.

use super::column::type_of;
use super::convert::{fits, for_misfits, new_value};
use super::misfits::{reject_inconvertible, reject_misfits};
use super::rule::condition;
use super::{Constraint, constraints, create_index, definition, drop_index};
use crate::name::{self, quoted};
use crate::plan::{AlteredColumn, Backfill, ColumnChange, KeptForeignKey, TableChange};
use crate::snapshot::{ColumnSnapshot, Rule, TableSnapshot};
use dropspec_db::Dialect;

const DIALECT: Dialect = Dialect::Postgres;

/// The statements that change a table.
pub(super) fn change_table(change: &TableChange) -> Vec<String> {
    let TableChange { from, to, columns, .. } = change;
    let rejections = change.altered().filter_map(|altered| reject_inconvertible(from, altered, DIALECT));
    let mut statements: Vec<String> = rejections.collect();
    statements.extend(change.lost_indexes().filter_map(|index| drop_index(from, index, DIALECT)));
    statements.extend(renames(change));
    for column in columns {
        match column {
            ColumnChange::Drop(column) => {
                statements.push(format!("ALTER TABLE {} DROP COLUMN {};\n", quoted(&to.name), quoted(&column.name)));
            }
            ColumnChange::Add { column, fill } => {
                statements.extend(add_column(to, column, fill.as_ref()));
            }
            ColumnChange::Alter(altered) => statements.extend(change_column(change, altered)),
        }
    }
    statements.extend(change.new_indexes().filter_map(|index| create_index(to, index, DIALECT)));
    statements
}

/// The statements that give the table and its columns, constraints and indexes their new names.
pub(super) fn renames(change: &TableChange) -> Vec<String> {
    let TableChange { from, to, .. } = change;
    let table = quoted(&to.name);
    let mut statements = Vec::new();
    if from.name != to.name {
        statements.push(format!("ALTER TABLE {} RENAME TO {table};\n", quoted(&from.name)));
    }
    for AlteredColumn { from: old, to: new, .. } in change.altered() {
        if old.name != new.name {
            let (old, new) = (quoted(&old.name), quoted(&new.name));
            statements.push(format!("ALTER TABLE {table} RENAME COLUMN {old} TO {new};\n"));
        }
        for rule in &old.rules {
            let [old, new] = [(from, old), (to, new)]
                .map(|(table, column)| name::of_constraint(&table.name, &column.name, rule.suffix()));
            if old != new {
                let (old, new) = (quoted(&old), quoted(&new));
                statements.push(format!("ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new};\n"));
            }
        }
    }
    for KeptForeignKey { from: old, to: new } in &change.foreign_keys {
        let (old, new) = (old.name(&from.name), new.name(&to.name));
        if old != new {
            let (old, new) = (quoted(&old), quoted(&new));
            statements.push(format!("ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new};\n"));
        }
    }
    for index in &from.indexes {
        let old = index.name(&from.name);
        if let Some(new) = change.renamed_index(index).map(|index| index.name(&to.name))
            && !change.lost_indexes().any(|lost| lost == index)
            && old != new
        {
            statements.push(format!("ALTER INDEX {} RENAME TO {};\n", quoted(&old), quoted(&new)));
        }
    }
    statements
}

pub(super) fn add_column(table: &TableSnapshot, column: &ColumnSnapshot, fill: Option<&Backfill>) -> Vec<String> {
    let name = quoted(&table.name);
    let Some(value) = fill.and_then(|fill| column.column_type.0.literal(&fill.value, DIALECT)) else {
        return vec![format!("ALTER TABLE {name} ADD COLUMN {};\n", definition(table, column, DIALECT))];
    };
    // The value for existing rows is not the default of new ones.
    let filled = ColumnSnapshot { default: fill.map(|fill| fill.value.clone()), ..column.clone() };
    let comment = fill.filter(|fill| fill.is_placeholder).map_or(String::new(), |_| {
        format!("-- The values of {} were dropped: existing rows get {value}.\n", column.name)
    });
    let default = default_statement(table, column);
    vec![format!("{comment}ALTER TABLE {name} ADD COLUMN {};\n", definition(table, &filled, DIALECT)), default]
}

pub(super) fn default_statement(table: &TableSnapshot, column: &ColumnSnapshot) -> String {
    let action = match column.default.as_ref().and_then(|default| column.column_type.0.literal(default, DIALECT)) {
        Some(default) => format!("SET DEFAULT {default}"),
        None => "DROP DEFAULT".to_owned(),
    };
    format!("ALTER TABLE {} ALTER COLUMN {} {action};\n", quoted(&table.name), quoted(&column.name))
}

/// The statements that change a column, which has its new name already.
fn change_column(change: &TableChange, altered: &AlteredColumn) -> Vec<String> {
    let table = &change.to;
    let AlteredColumn { from, to, .. } = altered;
    let alter = |action: String| format!("ALTER TABLE {} {action};\n", quoted(&table.name));
    let alter_column = |action: &str| alter(format!("ALTER COLUMN {} {action}", quoted(&to.name)));
    let changes_type = altered.changes_type();

    // Constraints on one type do not apply to another one.
    let old = constraints(table, &ColumnSnapshot { name: to.name.clone(), ..from.clone() }, DIALECT);
    let new = constraints(table, to, DIALECT);
    let stays = |constraint: &Constraint| !changes_type && old.contains(constraint) && new.contains(constraint);
    let drop = old.iter().filter(|constraint| !stays(constraint));
    let mut statements: Vec<String> =
        drop.map(|constraint| alter(format!("DROP CONSTRAINT {}", quoted(&constraint.name)))).collect();

    if changes_type && from.default.is_some() {
        statements.push(alter_column("DROP DEFAULT"));
    }
    let before = renamed_kept(altered);
    if changes_type {
        statements.push(alter_column(&format!("TYPE {} USING {}", type_of(to, DIALECT), new_value(&before, DIALECT))));
    } else {
        if from.bytewise != to.bytewise {
            statements.push(alter_column(&format!("TYPE {}", type_of(to, DIALECT))));
        }
        statements.extend(updates(table, &before));
    }
    statements.extend(identity(table, altered));
    if from.default != to.default || (changes_type && to.default.is_some()) {
        statements.push(default_statement(table, to));
    }
    match (from.nullable, to.nullable) {
        (true, false) => statements.push(alter_column("SET NOT NULL")),
        (false, true) => statements.push(alter_column("DROP NOT NULL")),
        _ => {}
    }
    let add = new.iter().filter(|constraint| !stays(constraint));
    statements.extend(add.map(|constraint| {
        let is_it = |rule: &&Rule| !changes_type && condition(&to.name, rule, DIALECT) == constraint.condition;
        let rejection = altered.tightened().find(is_it).map(|rule| reject_misfits(table, to, rule, DIALECT) + "\n");
        rejection.unwrap_or_default() + &alter(format!("ADD {constraint}"))
    }));
    statements
}

/// The statements that make the database number rows, from the highest key on, or no longer do so.
pub(super) fn identity(table: &TableSnapshot, altered: &AlteredColumn) -> Vec<String> {
    let (name, column) = (quoted(&table.name), quoted(&altered.to.name));
    let alter = |action: &str| format!("ALTER TABLE {name} ALTER COLUMN {column} {action};\n");
    match (altered.from.identity, altered.to.identity) {
        (false, true) => vec![
            alter("ADD GENERATED BY DEFAULT AS IDENTITY"),
            format!(
                "SELECT setval(pg_get_serial_sequence({}, {}), greatest(max({column}), 1), max({column}) >= 1) FROM {name};\n",
                name::text(&name),
                name::text(&altered.to.name)
            ),
        ],
        (true, false) => vec![alter("DROP IDENTITY")],
        _ => Vec::new(),
    }
}

/// The change of a column that already has its new name.
pub(super) fn renamed_kept(altered: &AlteredColumn) -> AlteredColumn {
    let mut altered = altered.clone();
    altered.from.name.clone_from(&altered.to.name);
    altered
}

/// The statements that replace values that do not fit.
fn updates(table: &TableSnapshot, altered: &AlteredColumn) -> Vec<String> {
    let (table, column) = (quoted(&table.name), quoted(&altered.to.name));
    let update = |value: &str, which: &str| format!("UPDATE {table} SET {column} = {value} WHERE {which};\n");
    let for_null = altered.for_null.as_ref().and_then(|value| altered.to.column_type.0.literal(value, DIALECT));
    let nothing = for_null.map(|value| update(&value, &format!("{column} IS NULL")));
    let misfits = for_misfits(altered, DIALECT).zip(fits(altered, DIALECT));
    let misfits = misfits.map(|(value, fits)| update(&value, &format!("NOT ({fits})")));
    nothing.into_iter().chain(misfits).collect()
}
