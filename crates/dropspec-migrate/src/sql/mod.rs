//! Layouts in SQL.

mod column;
mod convert;
mod foreign_key;
mod full_text;
mod index;
mod misfits;
mod postgres;
mod rolling;
mod rule;
mod spatial;
mod sqlite;
mod steps;

use super::name;
use super::plan::{Plan, Step};
use super::snapshot::{SchemaSnapshot, TableSnapshot};
use dropspec_db::Dialect;

pub(super) use column::definition;
pub(super) use full_text::triggers as search_triggers;
pub(super) use index::searched;
use index::{create_index, drop_index};
pub(super) use rolling::RollingRename;
use rule::condition;
pub(super) use rule::{Constraint, constraints};
pub use steps::change_in_steps;

/// The statements that drop the old column of a rename.
pub(super) fn finish_rename(rename: &RollingRename<'_>) -> String {
    rename.finish().join("\n")
}

/// The statements that revert that.
pub(super) fn restart_rename(rename: &RollingRename<'_>) -> String {
    rename.restart().join("\n")
}

/// The statements for PostgreSQL that revert a plan in which columns have two names, from the reversed plan.
pub(super) fn revert_rolling(reversed: &Plan) -> Option<String> {
    // In the reversed plan the old name is the new one.
    let statements: Vec<String> = rolling::renames(reversed).iter().flat_map(RollingRename::reversed_revert).collect();
    (!statements.is_empty())
        .then(|| statements.join("\n") + "\n" + &change(&rolling::reverted(reversed), Dialect::Postgres))
}

/// The statements that make all tables of a schema.
#[must_use]
pub fn create(schema: &SchemaSnapshot, dialect: Dialect) -> String {
    let mut statements: Vec<String> = index::prerequisites(index::all_indexes(schema), dialect).into_iter().collect();
    statements.extend(schema.tables.iter().flat_map(|table| create_table(table, dialect)));
    if dialect == Dialect::Postgres {
        statements.splice(..0, spatial::extension(schema.tables.iter().flat_map(|table| &table.columns)));
        statements.extend(schema.tables.iter().flat_map(foreign_key::add_all));
    }
    statements.join("\n")
}

/// The statements of a plan.
#[must_use]
pub fn change(plan: &Plan, dialect: Dialect) -> String {
    let mut statements: Vec<String> = plan.steps.iter().flat_map(|step| take(step, dialect)).collect();
    if dialect == Dialect::Postgres {
        statements.splice(..0, foreign_key::dropped(plan));
        statements.splice(..0, index::prerequisites(plan.new_indexes(), dialect));
        statements.splice(..0, spatial::extension(spatial::new_columns(plan)));
        statements.extend(foreign_key::added(plan));
    }
    if statements.is_empty() { "-- No change in this database.\n".to_owned() } else { statements.join("\n") }
}

fn take(step: &Step, dialect: Dialect) -> Vec<String> {
    match step {
        Step::Create(table) => create_table(table, dialect),
        Step::Drop(table) => index::virtual_tables(table, dialect).chain([drop_table(table)]).collect(),
        Step::Change(change) => match dialect {
            Dialect::Postgres => postgres::change_table(change),
            Dialect::Sqlite => sqlite::change_table(change),
        },
    }
}

fn drop_table(table: &TableSnapshot) -> String {
    format!("DROP TABLE {};\n", name::quoted(&table.name))
}

/// The statements that make a table with its indexes, each with the end of its line.
fn create_table(table: &TableSnapshot, dialect: Dialect) -> Vec<String> {
    let table_itself = std::iter::once(table_as(&table.name, table, dialect));
    table_itself.chain(table.indexes.iter().filter_map(|index| create_index(table, index, dialect))).collect()
}

/// The statement that makes a table, without its indexes, under a name that may be another one.
fn table_as(name: &str, table: &TableSnapshot, dialect: Dialect) -> String {
    let mut parts: Vec<String> = table.columns.iter().map(|column| definition(table, column, dialect)).collect();
    if dialect == Dialect::Sqlite {
        parts.extend(table.foreign_keys.iter().map(|foreign_key| foreign_key::constraint(&table.name, foreign_key)));
    }
    let options = match dialect {
        Dialect::Postgres => "",
        // SQLite numbers rowids.
        Dialect::Sqlite if table.columns.iter().any(|column| column.identity) => " STRICT",
        Dialect::Sqlite => " STRICT, WITHOUT ROWID",
    };
    format!("CREATE TABLE {} (\n    {}\n){options};\n", name::quoted(name), parts.join(",\n    "))
}
