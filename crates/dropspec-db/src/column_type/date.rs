//! `type: string, format: date`.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Date as SqlDate;
use diesel::sqlite::Sqlite;
use serde_json::{Value as Json, json};

use super::conversion::text::to_date;
use super::timestamp::{TO_POSTGRES_EPOCH, YEARS};
use super::{ColumnType, Conversion, Dialect, FormInput, Malformed, SqliteStored, Value, exactly, mismatch, quote};

/// `type: string, format: date`.
#[derive(Clone, Copy, Debug)]
pub struct Date;

/// The text of a `full-date` (RFC 3339, section 5.6), which the types of a document have. The database stores the date.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlDate)]
pub struct DateText(pub String);

impl Value<'_> {
    /// The date of a text; NULL if it is none.
    #[must_use]
    pub fn date(text: &str) -> Self {
        text.parse().map_or(Self::Null, Self::Date)
    }
}

fn date(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "the text is not a date")
}

impl ToSql<SqlDate, Pg> for DateText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let date = date(&self.0)?;
        <NaiveDate as ToSql<SqlDate, Pg>>::to_sql(&date, &mut out.reborrow())
    }
}

impl FromSql<SqlDate, Pg> for DateText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(<NaiveDate as FromSql<SqlDate, Pg>>::from_sql(value)?.to_string()))
    }
}

impl ToSql<SqlDate, Sqlite> for DateText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(date(&self.0)?.to_string());
        Ok(serialize::IsNull::No)
    }
}

impl FromSql<SqlDate, Sqlite> for DateText {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(<NaiveDate as FromSql<SqlDate, Sqlite>>::from_sql(value)?.to_string()))
    }
}

impl ColumnType for Date {
    fn name(&self) -> &'static str {
        "date"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "date",
            Dialect::Sqlite => "TEXT",
        }
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        Some(("date", format!("{column} IS date({column})")))
    }

    fn literal(&self, json: &Json, _: Dialect) -> Option<String> {
        json.as_str()?.parse::<NaiveDate>().ok().map(|date| quote(&date.to_string()))
    }

    fn read_parameter(&self, text: &str) -> Option<Value<'static>> {
        text.parse().ok().map(Value::Date)
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        if from.name() == "text" { to_date(column, dialect) } else { None }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Date(date) if YEARS.contains(&date.year()))
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let Value::Date(date) = value else { return Err(mismatch()) };
        let days = i32::try_from((*date - epoch()).num_days()).map_err(|_| mismatch())?;
        out.extend_from_slice(&days.to_be_bytes());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        let days = TimeDelta::days(i32::from_be_bytes(exactly(bytes)?).into());
        Ok(Value::Date(epoch().checked_add_signed(days).ok_or(Malformed)?))
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Text(text) => date(&text).map(Value::Date).map_err(|_| Malformed),
            _ => Err(Malformed),
        }
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!("1970-01-01")]
    }

    fn is_time(&self) -> bool {
        true
    }

    fn form_input(&self, _: &[super::Check], _: &str) -> FormInput {
        FormInput::new("date", Vec::new())
    }
}

/// The day from which PostgreSQL counts.
fn epoch() -> NaiveDate {
    DateTime::from_timestamp_micros(TO_POSTGRES_EPOCH).unwrap_or_default().date_naive()
}
