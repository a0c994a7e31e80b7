//! Rows of statements that are written at run time, whose columns are decoded by their types.

use diesel::deserialize::{self, QueryableByName};
use diesel::pg::Pg;
use diesel::row::{Field, NamedRow};
use diesel::sqlite::Sqlite;

use crate::column_type::{ColumnType, Malformed, SqliteStored, Value};

/// A row.
#[derive(Debug)]
pub(crate) struct RawRow(Vec<Option<RawValue>>);

/// A value other than NULL.
#[derive(Debug)]
enum RawValue {
    /// In PostgreSQL's binary format.
    Postgres(Vec<u8>),
    Sqlite(SqliteStored),
}

impl RawRow {
    /// Decodes the value of a column, by its position.
    ///
    /// # Errors
    /// When there is no such column, or the value is not of the type.
    pub(crate) fn decode(&mut self, column: usize, column_type: &dyn ColumnType) -> Result<Value<'static>, Malformed> {
        match self.0.get_mut(column).ok_or(Malformed)?.take() {
            None => Ok(Value::Null),
            Some(RawValue::Postgres(bytes)) => column_type.decode_copy(&bytes).map(Value::into_owned),
            Some(RawValue::Sqlite(value)) => column_type.decode_sqlite(value),
        }
    }
}

impl QueryableByName<Pg> for RawRow {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let value = |column| {
            let field = diesel::row::Row::get(row, column)?;
            field.value().map(|value| RawValue::Postgres(value.as_bytes().to_vec()))
        };
        Ok(Self((0..row.field_count()).map(value).collect()))
    }
}

impl QueryableByName<Sqlite> for RawRow {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        let value = |column| {
            let field = diesel::row::Row::get(row, column)?;
            field.value().and_then(SqliteStored::read).map(RawValue::Sqlite)
        };
        Ok(Self((0..row.field_count()).map(value).collect()))
    }
}
