//! `type: string` with an `enum`.

use std::fmt::Display;
use std::io::Write;
use std::str::FromStr;

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text as SqlText;
use diesel::sqlite::Sqlite;
use serde_json::{Value as Json, json};

use super::text;
use super::{Check, ColumnType, Dialect, FormOption, Malformed, Value, quote};

/// `type: string` with an `enum` of these values. It is stored as text.
#[derive(Clone, Copy, Debug)]
pub struct Enum(pub &'static [&'static str]);

/// The value of an enum column, stored as its `Display` text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlText)]
pub struct TextEnum<T: std::fmt::Debug>(pub T);

impl<T: Display + std::fmt::Debug> ToSql<SqlText, Pg> for TextEnum<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write!(out, "{}", self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: Display + std::fmt::Debug> ToSql<SqlText, Sqlite> for TextEnum<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl<T> FromSql<SqlText, Pg> for TextEnum<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static> + std::fmt::Debug,
{
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.parse()?))
    }
}

impl<T> FromSql<SqlText, Sqlite> for TextEnum<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static> + std::fmt::Debug,
{
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(<String as FromSql<SqlText, Sqlite>>::from_sql(value)?.parse()?))
    }
}

impl ColumnType for Enum {
    fn name(&self) -> &'static str {
        "text"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        text::sql_type(dialect)
    }

    fn intrinsic_check(&self) -> Option<Check> {
        Some(Check::OneOf(self.0))
    }

    fn literal(&self, json: &Json, _: Dialect) -> Option<String> {
        json.as_str().map(quote)
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Text(text) if self.0.contains(&text.as_ref()))
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        text::encode_copy(value, out)
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        text::decode_copy(bytes)
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        self.0.iter().map(|value| json!(value)).collect()
    }

    fn is_selective(&self) -> bool {
        false
    }

    fn form_options(&self, _: &[Check]) -> Option<Vec<FormOption>> {
        Some(self.0.iter().map(|value| FormOption::new(*value, *value)).collect())
    }

    fn variants(&self) -> Option<&'static [&'static str]> {
        Some(self.0)
    }
}
