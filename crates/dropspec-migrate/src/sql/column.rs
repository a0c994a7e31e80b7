//! Columns in SQL.

use super::rule::constraints;
use crate::name;
use crate::snapshot::{ColumnSnapshot, TableSnapshot};
use dropspec_db::Dialect;

/// The definition of a column, for `CREATE TABLE` and `ADD COLUMN`.
pub(crate) fn definition(table: &TableSnapshot, column: &ColumnSnapshot, dialect: Dialect) -> String {
    let mut sql = format!("{} {}", name::quoted(&column.name), type_of(column, dialect));
    if column.name == table.key {
        // A primary key implies NOT NULL in PostgreSQL, but not in all tables of SQLite.
        sql += if dialect == Dialect::Sqlite { " NOT NULL PRIMARY KEY" } else { " PRIMARY KEY" };
    } else if !column.nullable {
        sql += " NOT NULL";
    }
    if let Some(default) = column.default.as_ref().and_then(|default| column.column_type.0.literal(default, dialect)) {
        sql = format!("{sql} DEFAULT {default}");
    }
    for constraint in constraints(table, column, dialect) {
        sql = format!("{sql}\n        {constraint}");
    }
    sql
}

/// The type with its collation.
pub(crate) fn type_of(column: &ColumnSnapshot, dialect: Dialect) -> String {
    let name = column.column_type.0.sql_type(dialect);
    match dialect {
        Dialect::Postgres if column.bytewise => format!("{name} COLLATE \"C\""),
        _ => name.to_owned(),
    }
}
