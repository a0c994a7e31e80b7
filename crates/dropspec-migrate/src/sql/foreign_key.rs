//! Foreign keys in SQL. PostgreSQL adds them when all tables exist, and drops them before any table; SQLite has them in `CREATE TABLE`.

use crate::foreign_key::{DeleteAction, ForeignKey};
use crate::name::quoted;
use crate::plan::{Plan, Step};
use crate::snapshot::TableSnapshot;

/// The constraint, as a part of `CREATE TABLE` or after `ADD`.
pub(super) fn constraint(table: &str, foreign_key: &ForeignKey) -> String {
    let ForeignKey { column, table: target, key, on_delete } = foreign_key;
    let action = match on_delete {
        // The default, which is checked at the end of the statement: rows that the same statement deletes do not count.
        DeleteAction::Restrict => "",
        DeleteAction::Cascade => " ON DELETE CASCADE",
        DeleteAction::SetNull => " ON DELETE SET NULL",
    };
    format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}){action}",
        quoted(&foreign_key.name(table)),
        quoted(column),
        quoted(target),
        quoted(key)
    )
}

/// The statements that add the foreign keys of a new table.
pub(super) fn add_all(table: &TableSnapshot) -> impl Iterator<Item = String> {
    table.foreign_keys.iter().map(|foreign_key| add(table, foreign_key))
}

/// The statements that drop the foreign keys that a plan does not keep.
pub(super) fn dropped(plan: &Plan) -> Vec<String> {
    let dropped = plan.steps.iter().flat_map(|step| match step {
        Step::Create(_) => Vec::new(),
        Step::Drop(table) => table.foreign_keys.iter().map(|foreign_key| drop_one(table, foreign_key)).collect(),
        Step::Change(change) => {
            change.lost_foreign_keys().map(|foreign_key| drop_one(&change.from, foreign_key)).collect()
        }
    });
    dropped.collect()
}

/// The statements that add the foreign keys that a plan adds.
pub(super) fn added(plan: &Plan) -> Vec<String> {
    let added = plan.steps.iter().flat_map(|step| match step {
        Step::Drop(_) => Vec::new(),
        Step::Create(table) => add_all(table).collect(),
        Step::Change(change) => change
            .new_foreign_keys()
            .map(|foreign_key| how_to_find_orphans(&change.to.name, foreign_key) + &add(&change.to, foreign_key))
            .collect(),
    });
    added.collect()
}

/// The statement that adds a foreign key for new rows only.
pub(super) fn add_not_valid(table: &TableSnapshot, foreign_key: &ForeignKey) -> String {
    let constraint = constraint(&table.name, foreign_key);
    format!("ALTER TABLE {} ADD {constraint} NOT VALID;\n", quoted(&table.name))
}

/// The statement that checks a foreign key for rows that exist.
pub(super) fn validate(table: &TableSnapshot, foreign_key: &ForeignKey) -> String {
    let (name, constraint) = (quoted(&table.name), foreign_key.name(&table.name));
    let comment = how_to_find_orphans(&table.name, foreign_key);
    format!("{comment}ALTER TABLE {name} VALIDATE CONSTRAINT {};\n", quoted(&constraint))
}

/// A comment with the query that finds the rows which refer to nothing.
pub(super) fn how_to_find_orphans(table: &str, foreign_key: &ForeignKey) -> String {
    let [table, column, target, key] = [table, &foreign_key.column, &foreign_key.table, &foreign_key.key].map(quoted);
    format!("-- Fails if there are rows: SELECT * FROM {table} WHERE {column} NOT IN (SELECT {key} FROM {target})\n")
}

fn add(table: &TableSnapshot, foreign_key: &ForeignKey) -> String {
    format!("ALTER TABLE {} ADD {};\n", quoted(&table.name), constraint(&table.name, foreign_key))
}

fn drop_one(table: &TableSnapshot, foreign_key: &ForeignKey) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT {};\n", quoted(&table.name), quoted(&foreign_key.name(&table.name)))
}
