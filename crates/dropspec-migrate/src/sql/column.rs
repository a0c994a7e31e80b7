//! Columns in SQL.

use super::rule::constraints;
use crate::dialect::Dialect;
use crate::layout::{ColumnKind, ColumnLayout, TableLayout};
use crate::literal::literal;
use crate::name;

/// What `CREATE TABLE` and `ADD COLUMN` say of a column.
pub(crate) fn definition(table: &TableLayout, column: &ColumnLayout, dialect: Dialect) -> String {
    let mut sql = format!("{} {}", name::quoted(&column.name), type_of(column, dialect));
    if column.name == table.key {
        // PostgreSQL says NOT NULL by itself, SQLite does not for all tables.
        sql += if dialect == Dialect::Sqlite { " NOT NULL PRIMARY KEY" } else { " PRIMARY KEY" };
    } else if !column.nullable {
        sql += " NOT NULL";
    }
    if let Some(default) = column.default.as_ref().and_then(|default| literal(column.kind, default, dialect)) {
        sql = format!("{sql} DEFAULT {default}");
    }
    for constraint in constraints(table, column, dialect) {
        sql = format!("{sql}\n        {constraint}");
    }
    sql
}

/// The type, with the way in which its values are compared.
pub(crate) fn type_of(column: &ColumnLayout, dialect: Dialect) -> String {
    let name = type_name(column.kind, dialect);
    match dialect {
        Dialect::Postgres if column.bytewise => format!("{name} COLLATE \"C\""),
        _ => name.to_owned(),
    }
}

/// The type, as the database itself calls it.
pub(crate) fn type_name(kind: ColumnKind, dialect: Dialect) -> &'static str {
    let (postgres, sqlite) = match kind {
        ColumnKind::Boolean => ("boolean", "INTEGER"),
        ColumnKind::Integer => ("integer", "INTEGER"),
        ColumnKind::Long => ("bigint", "INTEGER"),
        ColumnKind::Double => ("double precision", "REAL"),
        ColumnKind::Text => ("text", "TEXT"),
        ColumnKind::Uuid => ("uuid", "BLOB"),
        ColumnKind::Date => ("date", "TEXT"),
        ColumnKind::Moment => ("timestamp with time zone", "INTEGER"),
        ColumnKind::Json => ("jsonb", "TEXT"),
        ColumnKind::Bytes => ("bytea", "BLOB"),
    };
    match dialect {
        Dialect::Postgres => postgres,
        Dialect::Sqlite => sqlite,
    }
}
