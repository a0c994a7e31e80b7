//! `type: string, format: uuid`: `uuid` in PostgreSQL, a blob of 16 bytes in SQLite.

use std::io::Write;

use diesel::QueryResult;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::{AstPass, QueryId};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Binary, SqlType};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde_json::{Value as Json, json};

use super::conversion::text::to_uuid;
use super::value;
use super::{ColumnType, Conversion, Dialect, Malformed, SqliteStored, Value, exactly, mismatch, quote};

/// `type: string, format: uuid`.
#[derive(Clone, Copy, Debug)]
pub struct Uuid;

/// The SQL type of a UUID column.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
pub struct SqlUuid;

/// The value of a UUID column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlUuid)]
pub struct UuidValue(pub ::uuid::Uuid);

impl UuidValue {
    /// A new UUID that sorts after those created before it (RFC 9562, version 7).
    #[must_use]
    pub fn now_v7() -> Self {
        Self(::uuid::Uuid::now_v7())
    }
}

impl ToSql<SqlUuid, Pg> for ::uuid::Uuid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<SqlUuid, Sqlite> for ::uuid::Uuid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}

impl ToSql<SqlUuid, Pg> for UuidValue {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<SqlUuid, Pg>::to_sql(&self.0, out)
    }
}

impl FromSql<SqlUuid, Pg> for UuidValue {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(::uuid::Uuid::from_slice(value.as_bytes())?))
    }
}

impl ToSql<SqlUuid, Sqlite> for UuidValue {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        ToSql::<SqlUuid, Sqlite>::to_sql(&self.0, out)
    }
}

impl FromSql<SqlUuid, Sqlite> for UuidValue {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(value)?;
        Ok(Self(::uuid::Uuid::from_slice(&bytes)?))
    }
}

impl ColumnType for Uuid {
    fn name(&self) -> &'static str {
        "uuid"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "uuid",
            Dialect::Sqlite => "BLOB",
        }
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        Some(("uuid", format!("length({column}) = 16")))
    }

    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        let uuid: ::uuid::Uuid = json.as_str()?.parse().ok()?;
        Some(match dialect {
            Dialect::Postgres => quote(&uuid.to_string()),
            Dialect::Sqlite => format!("x'{}'", uuid.simple()),
        })
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        if from.name() == "text" { to_uuid(column, dialect) } else { None }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Uuid(_))
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match value {
            Value::Uuid(value) => out.push_bind_param::<SqlUuid, ::uuid::Uuid>(value),
            other => value::bind(other, out),
        }
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        match value {
            Value::Uuid(value) => out.push_bind_param::<SqlUuid, ::uuid::Uuid>(value),
            other => value::bind(other, out),
        }
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let Value::Uuid(uuid) = value else { return Err(mismatch()) };
        out.extend_from_slice(uuid.as_bytes());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        Ok(Value::Uuid(::uuid::Uuid::from_bytes(exactly(bytes)?)))
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Blob(bytes) => Ok(Value::Uuid(::uuid::Uuid::from_slice(&bytes).map_err(|_| Malformed)?)),
            _ => Err(Malformed),
        }
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!(::uuid::Uuid::nil())]
    }
}
