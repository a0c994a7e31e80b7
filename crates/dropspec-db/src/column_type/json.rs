//! Any JSON: `jsonb` in PostgreSQL, text in SQLite. Arrays are JSON as well: PostgreSQL's arrays know no types of items such as those with an
//! `enum`, and SQLite has none.

use std::borrow::Cow;
use std::io::Write;

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::{AstPass, QueryId};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, SqlType, Text};
use diesel::sqlite::{Sqlite, SqliteValue};
use dropspec_schema::Written;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::value;
use super::{ColumnType, Csv, Dialect, FormInput, Malformed, SqliteStored, Value, mismatch, quote};

/// Any other schema, as JSON.
#[derive(Clone, Copy, Debug)]
pub struct JsonType;

/// The version of the binary format of `jsonb`, which precedes the text.
const JSONB_VERSION: u8 = 1;

/// The SQL type of a column of JSON.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807), sqlite_type(name = "Text"))]
pub struct SqlJson;

/// The value of a column of JSON.
#[derive(Clone, Debug, PartialEq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlJson)]
pub struct JsonValue<T: std::fmt::Debug>(pub T);

impl<T: Serialize + std::fmt::Debug> ToSql<SqlJson, Pg> for JsonValue<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[JSONB_VERSION])?;
        serde_json::to_writer(out, &self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<SqlJson, Pg> for JsonValue<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [JSONB_VERSION, text @ ..] => Ok(Self(serde_json::from_slice(text)?)),
            _ => Err("unknown version of jsonb".into()),
        }
    }
}

impl<T: Serialize + std::fmt::Debug> ToSql<SqlJson, Sqlite> for JsonValue<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(&self.0)?);
        Ok(IsNull::No)
    }
}

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<SqlJson, Sqlite> for JsonValue<T> {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(&<String as FromSql<Text, Sqlite>>::from_sql(value)?)?))
    }
}

/// Any JSON, and the items of arrays as parameters.
macro_rules! to_sql {
    ($($type:ty),+) => {$(
        impl ToSql<SqlJson, Pg> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(&[JSONB_VERSION])?;
                serde_json::to_writer(out, self)?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<SqlJson, Sqlite> for $type {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(serde_json::to_string(self)?);
                Ok(IsNull::No)
            }
        }
    )+};
}

to_sql!(Json, bool, i64, f64, str, ::uuid::Uuid);

/// Writes a value other than NULL as a parameter that is JSON.
pub(crate) fn bind_item<'b, DB>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend + HasSqlType<SqlJson>,
    bool: ToSql<SqlJson, DB>,
    i64: ToSql<SqlJson, DB>,
    f64: ToSql<SqlJson, DB>,
    str: ToSql<SqlJson, DB>,
    ::uuid::Uuid: ToSql<SqlJson, DB>,
{
    match value {
        Value::Boolean(value) => out.push_bind_param::<SqlJson, bool>(value),
        Value::Integer(value) => out.push_bind_param::<SqlJson, i64>(value),
        Value::Double(value) => out.push_bind_param::<SqlJson, f64>(value),
        Value::Text(value) => out.push_bind_param::<SqlJson, str>(value),
        Value::Uuid(value) => out.push_bind_param::<SqlJson, ::uuid::Uuid>(value),
        Value::Date(_) | Value::Timestamp(_) | Value::Point(_) | Value::Json(_) | Value::Null => Err(mismatch()),
    }
}

impl ColumnType for JsonType {
    fn name(&self) -> &'static str {
        "json"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "jsonb",
            Dialect::Sqlite => "TEXT",
        }
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        Some(("json", format!("json_valid({column})")))
    }

    fn literal(&self, json: &Json, _: Dialect) -> Option<String> {
        (!json.is_null()).then(|| quote(&json.to_string()))
    }

    /// `jsonb` has an order of properties and a spacing of its own.
    fn has_stable_literals(&self) -> bool {
        false
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Json(_))
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match value {
            Value::Json(value) => out.push_bind_param::<SqlJson, Json>(value),
            other => value::bind(other, out),
        }
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        match value {
            Value::Json(value) => out.push_bind_param::<SqlJson, Json>(value),
            other => value::bind(other, out),
        }
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let Value::Json(_) = value else { return Err(mismatch()) };
        out.push(JSONB_VERSION);
        value.write_text(out);
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        let text = bytes.strip_prefix(&[JSONB_VERSION]).ok_or(Malformed)?;
        Ok(Value::Json(Cow::Owned(serde_json::from_slice(text).map_err(|_| Malformed)?)))
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Text(text) => {
                serde_json::from_str(&text).map(|json| Value::Json(Cow::Owned(json))).map_err(|_| Malformed)
            }
            _ => Err(Malformed),
        }
    }

    fn read_csv<'t>(&self, text: &'t str, _: &Csv) -> Written<'t> {
        Written::Json(text)
    }

    fn parse(&self, text: &str) -> Option<Json> {
        serde_json::from_str(text).ok()
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!({})]
    }

    fn is_selective(&self) -> bool {
        false
    }

    fn form_input(&self, _: &[super::Check], _: &str) -> FormInput {
        FormInput { multiline: true, ..FormInput::text() }
    }

    fn form_hint(&self) -> Option<&'static str> {
        Some("As JSON.")
    }
}
