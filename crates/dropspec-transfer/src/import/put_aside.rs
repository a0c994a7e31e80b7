//! The statement that puts a row aside in SQLite, whatever its columns are.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_dsl::RunQueryDsl;
use diesel::result::Error;
use diesel::sql_types::{BigInt, Bool, Date, Double, Integer, Nullable, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

use dropspec_db::{SqlMoment, SqlUuid, Value};

/// What nothing is bound as, so that the statement is the same for all rows.
const NOTHING: &Option<i32> = &None;

/// A value as SQLite keeps it, without what it borrows.
pub(super) fn value(value: Value<'_>) -> Value<'static> {
    match value {
        Value::Json(json) => Value::Text(json.to_string().into()),
        other => other.into_owned(),
    }
}

/// Puts a row aside.
#[derive(Debug)]
pub(super) struct PutAside<'t> {
    /// The temporary table and its columns.
    pub(super) target: &'t str,
    /// The line of the row.
    pub(super) line: i64,
    /// The values of the columns.
    pub(super) values: Vec<Value<'static>>,
}

impl QueryFragment<Sqlite> for PutAside<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(self.target);
        out.push_sql(" VALUES (");
        out.push_bind_param::<BigInt, _>(&self.line)?;
        for value in &self.values {
            out.push_sql(", ");
            match value {
                Value::Null => out.push_bind_param::<Nullable<Integer>, _>(NOTHING)?,
                Value::Boolean(value) => out.push_bind_param::<Bool, _>(value)?,
                Value::Integer(value) => out.push_bind_param::<BigInt, _>(value)?,
                Value::Double(value) => out.push_bind_param::<Double, _>(value)?,
                Value::Text(value) => out.push_bind_param::<Text, str>(value)?,
                Value::Uuid(value) => out.push_bind_param::<SqlUuid, _>(value)?,
                Value::Date(value) => out.push_bind_param::<Date, _>(value)?,
                Value::Moment(value) => out.push_bind_param::<SqlMoment, _>(value)?,
                Value::Json(_) => return Err(Error::QueryBuilderError("JSON is bound as text".into())),
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

// It is known by its text only.
impl QueryId for PutAside<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for PutAside<'_> {}
