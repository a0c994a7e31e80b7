//! `type: string, format: byte`: binary data, which JSON has in base64 (RFC 4648, section 4). It is stored as it is: `bytea` in PostgreSQL, a
//! blob in SQLite. Lists are neither sorted nor filtered by it.

use std::borrow::Cow;
use std::io::Write;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use diesel::QueryResult;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::{AstPass, QueryId};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Binary as SqlBytes, SqlType};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde_json::{Value as Json, json};

use super::{Check, ColumnType, Dialect, FormInput, Malformed, SqliteStored, Value, mismatch};

/// `type: string, format: byte`.
#[derive(Clone, Copy, Debug)]
pub struct Binary;

/// The SQL type of a column of binary data.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 17, array_oid = 1001), sqlite_type(name = "Binary"))]
pub struct SqlBinary;

/// Binary data in base64, as the types of a document have it.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlBinary)]
pub struct BinaryText(pub String);

fn text_of<'v>(value: &'v Value<'_>) -> QueryResult<&'v str> {
    if let Value::Text(text) = value { Ok(text) } else { Err(mismatch()) }
}

fn bytes_of(value: &Value<'_>) -> Option<Vec<u8>> {
    if let Value::Text(text) = value { BASE64_STANDARD.decode(text.as_bytes()).ok() } else { None }
}

impl ToSql<SqlBinary, Pg> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&BASE64_STANDARD.decode(self)?)?;
        Ok(IsNull::No)
    }
}

impl ToSql<SqlBinary, Sqlite> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(BASE64_STANDARD.decode(self)?);
        Ok(IsNull::No)
    }
}

impl ToSql<SqlBinary, Pg> for BinaryText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <str as ToSql<SqlBinary, Pg>>::to_sql(&self.0, out)
    }
}

impl ToSql<SqlBinary, Sqlite> for BinaryText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        <str as ToSql<SqlBinary, Sqlite>>::to_sql(&self.0, out)
    }
}

impl FromSql<SqlBinary, Pg> for BinaryText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(BASE64_STANDARD.encode(value.as_bytes())))
    }
}

impl FromSql<SqlBinary, Sqlite> for BinaryText {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<SqlBytes, Sqlite>>::from_sql(value)?;
        Ok(Self(BASE64_STANDARD.encode(bytes)))
    }
}

impl ColumnType for Binary {
    fn name(&self) -> &'static str {
        "binary"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "bytea",
            Dialect::Sqlite => "BLOB",
        }
    }

    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        let bytes = BASE64_STANDARD.decode(json.as_str()?).ok()?;
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(match dialect {
            Dialect::Postgres => format!("'\\x{digits}'"),
            Dialect::Sqlite => format!("x'{digits}'"),
        })
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        bytes_of(value).is_some()
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<SqlBinary, str>(text_of(value)?)
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_bind_param::<SqlBinary, str>(text_of(value)?)
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        out.extend_from_slice(&bytes_of(value).ok_or_else(mismatch)?);
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        Ok(Value::Text(Cow::Owned(BASE64_STANDARD.encode(bytes))))
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Blob(bytes) => Ok(Value::Text(Cow::Owned(BASE64_STANDARD.encode(bytes)))),
            _ => Err(Malformed),
        }
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!("")]
    }

    fn is_selective(&self) -> bool {
        false
    }

    fn form_input(&self, _: &[Check], _: &str) -> FormInput {
        FormInput { multiline: true, ..FormInput::text() }
    }

    fn form_hint(&self) -> Option<&'static str> {
        Some("In base64.")
    }
}
