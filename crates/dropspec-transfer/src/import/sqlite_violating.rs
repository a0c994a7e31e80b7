//! Reading the staged rows of SQLite that violate a constraint.

use std::marker::PhantomData;

use diesel::QueryableByName;
use diesel::deserialize;
use diesel::prelude::*;
use diesel::row::{Field, NamedRow, Row};
use diesel::sqlite::{Sqlite, SqliteConnection};

use super::ImportError;
use dropspec_db::column_type::{Long, SqliteStored};
use dropspec_db::{ColumnType, Entity, Value};

/// Two lines, and the values of the columns of the table.
struct ViolatingRow<R> {
    values: Vec<Value<'static>>,
    entities: PhantomData<fn() -> R>,
}

impl<R: Entity> QueryableByName<Sqlite> for ViolatingRow<R> {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        let of_table = R::TABLE.columns.iter().map(|column| column.column_type);
        let types = [&Long as &dyn ColumnType; 2].into_iter().chain(of_table);
        let value = |(index, column_type): (usize, &dyn ColumnType)| {
            let field = Row::get(row, index).ok_or("the row lacks a column")?;
            let Some(stored) = field.value().and_then(SqliteStored::read) else { return Ok(Value::Null) };
            column_type.decode_sqlite(stored).map_err(|_| "the value is not of the type of its column".into())
        };
        let values: deserialize::Result<Vec<_>> = types.enumerate().map(value).collect();
        Ok(Self { values: values?, entities: PhantomData })
    }
}

/// Calls `visit` with the line, the earlier line and the values of each row of a query.
pub(super) fn each_violating<R: Entity>(
    connection: &mut SqliteConnection,
    query: String,
    mut visit: impl FnMut(u64, Option<u64>, &[Value<'_>]) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    for row in diesel::sql_query(query).load_iter::<ViolatingRow<R>, _>(connection)? {
        let ViolatingRow { values, .. } = row?;
        let [Value::Integer(line), earlier, values @ ..] = &*values else { return Err(super::aborted().into()) };
        let earlier = match earlier {
            Value::Integer(line) => Some(line.cast_unsigned()),
            _ => None,
        };
        visit(line.cast_unsigned(), earlier, values)?;
    }
    Ok(())
}
