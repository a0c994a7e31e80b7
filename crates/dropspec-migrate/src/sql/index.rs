//! Indexes in SQL.

use dropspec_db::Dialect;
use dropspec_db::sql::{lower_case, search_vector};

use super::{full_text, spatial};
use crate::index::{Index, IndexKind};
use crate::name::quoted;
use crate::snapshot::{SchemaSnapshot, TableSnapshot};

/// The statement that makes the extension of PostgreSQL that has trigrams.
const CREATE_TRIGRAMS: &str = "-- Needs the privilege CREATE on the database, unless an administrator has created the extension.\n\
                               CREATE EXTENSION IF NOT EXISTS pg_trgm;\n";

/// The statement that makes an index; `None` if the database has none of its kind.
pub(crate) fn create_index(table: &TableSnapshot, index: &Index, dialect: Dialect) -> Option<String> {
    if dialect == Dialect::Sqlite {
        match index.kind {
            IndexKind::Spatial => return Some(spatial::create_rtree(table, index)),
            IndexKind::Search => return Some(full_text::create(table, index)),
            kind if !kind.is_in_sqlite() => return None,
            _ => {}
        }
    }
    let (name, table) = (index.name(&table.name), quoted(&table.name));
    let unique = if index.kind == IndexKind::Unique { "UNIQUE " } else { "" };
    let method = method(index);
    Some(format!("CREATE {unique}INDEX {} ON {table} {method};\n", quoted(&name)))
}

/// The statement that drops an index; `None` if the database has none of its kind.
pub(crate) fn drop_index(table: &TableSnapshot, index: &Index, dialect: Dialect) -> Option<String> {
    if dialect == Dialect::Sqlite
        && let Some(statements) = drop_virtual_table(table, index)
    {
        return Some(statements);
    }
    let exists = dialect == Dialect::Postgres || index.kind.is_in_sqlite();
    exists.then(|| format!("DROP INDEX {};\n", quoted(&index.name(&table.name))))
}

/// The statements that drop what SQLite keeps beside a table when that is dropped.
pub(crate) fn virtual_tables(table: &TableSnapshot, dialect: Dialect) -> impl Iterator<Item = String> {
    let kept = table.indexes.iter().filter(move |_| dialect == Dialect::Sqlite);
    kept.filter_map(|index| drop_virtual_table(table, index))
}

/// The statements that drop an index from SQLite that is a virtual table there.
fn drop_virtual_table(table: &TableSnapshot, index: &Index) -> Option<String> {
    match index.kind {
        IndexKind::Search => Some(full_text::drop(table, index)),
        IndexKind::Spatial => Some(spatial::drop_rtree(table, index)),
        _ => None,
    }
}

/// What the indexes of new tables need, beside these.
pub(crate) fn prerequisites<'i>(indexes: impl IntoIterator<Item = &'i Index>, dialect: Dialect) -> Option<String> {
    let needs_trigrams = indexes.into_iter().any(|index| index.kind.has_trigrams());
    (dialect == Dialect::Postgres && needs_trigrams).then(|| CREATE_TRIGRAMS.to_owned())
}

/// All indexes of a schema.
pub(crate) fn all_indexes(schema: &SchemaSnapshot) -> impl Iterator<Item = &Index> {
    schema.tables.iter().flat_map(|table| &table.indexes)
}

/// What an index that is not sorted is on, in PostgreSQL: the expression, and the operator class.
pub(crate) fn searched(index: &Index) -> Option<(String, &'static str)> {
    let column = quoted(index.columns.first()?);
    match index.kind {
        IndexKind::Search => {
            let columns: Vec<String> = index.columns.iter().map(|column| quoted(column).into_owned()).collect();
            Some((search_vector(&columns), "tsvector_ops"))
        }
        IndexKind::Sorted | IndexKind::Unique | IndexKind::Spatial => None,
        IndexKind::Contains => Some((lower_case(&column), "gin_trgm_ops")),
        IndexKind::ContainsCase => Some((column.into_owned(), "gin_trgm_ops")),
        IndexKind::ContainsItem => Some((column.into_owned(), "jsonb_path_ops")),
    }
}

/// The method of an index, and what it is on.
fn method(index: &Index) -> String {
    match searched(index) {
        Some((expression, operators)) => format!("USING gin ({expression} {operators})"),
        None => {
            let columns: Vec<_> = index.columns.iter().map(|column| quoted(column)).collect();
            let gist = if index.kind == IndexKind::Spatial { "USING gist " } else { "" };
            format!("{gist}({})", columns.join(", "))
        }
    }
}
