//! `type: string, format: decimal`: a decimal number, stored exactly. It is `numeric` in PostgreSQL. In SQLite it is a text whose bytes
//! sort as the numbers do.
//!
//! Two numbers are equal whatever zeros they end with: `1.50` is stored and returned as `1.5`.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::io::Write;

use diesel::QueryResult;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::{AstPass, QueryId};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{SqlType, Text as SqlText};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde_json::{Value as Json, json};

use super::conversion::text::to_decimal;
use super::decimal_number::Number;
use super::{Check, ColumnType, Conversion, Dialect, FormInput, Malformed, SqliteStored, Value, mismatch, quote};

/// `type: string, format: decimal`.
#[derive(Clone, Copy, Debug)]
pub struct Decimal;

/// The SQL type of a decimal column.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1700, array_oid = 1231), sqlite_type(name = "Text"))]
pub struct SqlDecimal;

/// The text of a decimal number, which the types of a document have. The database returns it in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlDecimal)]
pub struct DecimalText(pub String);

impl Value<'_> {
    /// The decimal number of a text; NULL if it is none.
    #[must_use]
    pub fn decimal(text: &str) -> Self {
        Number::parse(text).map_or(Self::Null, |number| Self::Text(Cow::Owned(number.to_text())))
    }
}

/// The text of a decimal number in the canonical form that a decimal column returns; one that is none stays as it is.
#[must_use]
pub fn canonical_decimal(text: String) -> String {
    Number::parse(&text).map_or(text, |number| number.to_text())
}

/// Whether a text is a decimal number with no more digits than a column holds.
pub(crate) fn is_storable_decimal(text: &str) -> bool {
    Number::parse(text).is_some()
}

/// The sort key of an integer.
pub(crate) fn integer_sort_key(integer: i128) -> String {
    Number::new(integer < 0, 39, format!("{:039}", integer.unsigned_abs())).sort_key()
}

/// What SQLite stores for the text of a decimal number.
pub(crate) fn decimal_key(text: &str) -> Option<String> {
    Number::parse(text).map(|number| number.sort_key())
}

/// The text of what SQLite stores for a decimal number.
pub(crate) fn decimal_text(key: &str) -> Option<String> {
    Number::from_sort_key(key).map(|number| number.to_text())
}

fn number(text: &str) -> Result<Number, String> {
    Number::parse(text).ok_or_else(|| format!("not a decimal number: {text}"))
}

impl ToSql<SqlDecimal, Pg> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&number(self)?.to_numeric())?;
        Ok(IsNull::No)
    }
}

impl ToSql<SqlDecimal, Sqlite> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(number(self)?.sort_key());
        Ok(IsNull::No)
    }
}

impl ToSql<SqlDecimal, Pg> for DecimalText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <str as ToSql<SqlDecimal, Pg>>::to_sql(&self.0, out)
    }
}

impl ToSql<SqlDecimal, Sqlite> for DecimalText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        <str as ToSql<SqlDecimal, Sqlite>>::to_sql(&self.0, out)
    }
}

impl FromSql<SqlDecimal, Pg> for DecimalText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let number = Number::from_numeric(value.as_bytes()).ok_or("NaN or infinity in a decimal column")?;
        Ok(Self(number.to_text()))
    }
}

impl FromSql<SqlDecimal, Sqlite> for DecimalText {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let key = <String as FromSql<SqlText, Sqlite>>::from_sql(value)?;
        let number = Number::from_sort_key(&key).ok_or_else(|| format!("not a decimal number: {key}"))?;
        Ok(Self(number.to_text()))
    }
}

fn text_of<'v>(value: &'v Value<'_>) -> QueryResult<&'v str> {
    match value {
        Value::Text(text) => Ok(text),
        _ => Err(mismatch()),
    }
}

impl ColumnType for Decimal {
    fn name(&self) -> &'static str {
        "decimal"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "numeric",
            Dialect::Sqlite => "TEXT",
        }
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        Some(("decimal", format!("substr({column}, 1, 1) IN ('0', '1', '2')")))
    }

    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        let number = Number::parse(json.as_str()?)?;
        Some(match dialect {
            Dialect::Postgres => number.to_text(),
            Dialect::Sqlite => quote(&number.sort_key()),
        })
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        // The shortest number that is the same as a `double`; one with too many digits does not fit.
        let has_few_digits = || format!("({column} IS NULL OR {column} = 0 OR abs({column}) BETWEEN 1e-200 AND 1e200)");
        match (from.name(), dialect) {
            ("text", _) => to_decimal(column, dialect),
            ("integer" | "long", Dialect::Postgres) => Conversion::exact(format!("{column}::numeric")),
            ("integer" | "long", Dialect::Sqlite) => {
                Conversion::exact(format!("dropspec_decimal(CAST({column} AS TEXT))"))
            }
            ("double", Dialect::Postgres) => Conversion::checked(format!("{column}::text::numeric"), has_few_digits()),
            ("double", Dialect::Sqlite) => {
                Conversion::checked(format!("dropspec_decimal(dropspec_number_text({column}))"), has_few_digits())
            }
            _ => None,
        }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Text(text) if Number::parse(text).is_some())
    }

    fn compare(&self, one: &Value<'_>, other: &Value<'_>) -> Ordering {
        let key = |value: &Value<'_>| match value {
            Value::Text(text) => Number::parse(text).map(|number| number.sort_key()),
            _ => None,
        };
        match (key(one), key(other)) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => one.compare(other),
        }
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<SqlDecimal, str>(text_of(value)?)
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_bind_param::<SqlDecimal, str>(text_of(value)?)
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let number = Number::parse(text_of(value)?).ok_or_else(mismatch)?;
        out.extend_from_slice(&number.to_numeric());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        let number = Number::from_numeric(bytes).ok_or(Malformed)?;
        Ok(Value::Text(Cow::Owned(number.to_text())))
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        let SqliteStored::Text(key) = value else { return Err(Malformed) };
        let number = Number::from_sort_key(&key).ok_or(Malformed)?;
        Ok(Value::Text(Cow::Owned(number.to_text())))
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!("0")]
    }

    fn is_number(&self) -> bool {
        true
    }

    fn form_input(&self, _: &[Check], _: &str) -> FormInput {
        FormInput::new("text", vec![("inputmode", "decimal".to_owned())])
    }
}
