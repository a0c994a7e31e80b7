//! Layouts in SQL.

mod column;
mod convert;
mod foreign_key;
mod postgres;
mod rule;
mod sqlite;
mod steps;

use super::index::Index;
use super::name;
use super::plan::{Plan, Step};
use super::snapshot::{SchemaSnapshot, TableSnapshot};
use dropspec_db::Dialect;

pub(super) use column::definition;
use rule::condition;
pub(super) use rule::{Constraint, constraints};
pub use steps::change_in_steps;

/// The statements that make all tables of a schema.
#[must_use]
pub fn create(schema: &SchemaSnapshot, dialect: Dialect) -> String {
    let mut statements: Vec<String> = schema.tables.iter().flat_map(|table| create_table(table, dialect)).collect();
    if dialect == Dialect::Postgres {
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
        statements.extend(foreign_key::added(plan));
    }
    if statements.is_empty() { "-- No change in this database.\n".to_owned() } else { statements.join("\n") }
}

fn take(step: &Step, dialect: Dialect) -> Vec<String> {
    match step {
        Step::Create(table) => create_table(table, dialect),
        Step::Drop(table) => vec![drop_table(table)],
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
    table_itself.chain(table.indexes.iter().map(|index| create_index(table, index))).collect()
}

/// The statement that makes a table, without its indexes, under a name that may be another one.
fn table_as(table_name: &str, table: &TableSnapshot, dialect: Dialect) -> String {
    let mut parts: Vec<String> = table.columns.iter().map(|column| definition(table, column, dialect)).collect();
    if table.key.len() > 1 {
        let key: Vec<_> = table.key.iter().map(|column| name::quoted(column)).collect();
        parts.push(format!("PRIMARY KEY ({})", key.join(", ")));
    }
    if dialect == Dialect::Sqlite {
        parts.extend(table.foreign_keys.iter().map(|foreign_key| foreign_key::constraint(&table.name, foreign_key)));
    }
    let options = match dialect {
        Dialect::Postgres => "",
        // SQLite numbers rowids.
        Dialect::Sqlite if table.columns.iter().any(|column| column.identity) => " STRICT",
        Dialect::Sqlite => " STRICT, WITHOUT ROWID",
    };
    format!("CREATE TABLE {} (\n    {}\n){options};\n", name::quoted(table_name), parts.join(",\n    "))
}

/// The statement that makes an index.
fn create_index(table: &TableSnapshot, index: &Index) -> String {
    let columns: Vec<_> = index.columns.iter().map(|column| name::quoted(column)).collect();
    let name = index.name(&table.name);
    let unique = if index.is_unique { "UNIQUE " } else { "" };
    format!("CREATE {unique}INDEX {} ON {} ({});\n", name::quoted(&name), name::quoted(&table.name), columns.join(", "))
}
