//! `type: string, format: duration`: a duration (RFC 3339, appendix A), of months, days and seconds. Both databases store a text whose bytes
//! sort by the length: `interval` of PostgreSQL takes a month for 30 days, so that filters would not tell `P1M` and `P30D` apart, and SQLite
//! has no such type.
//!
//! Years are 12 months, weeks 7 days, hours and minutes seconds: `P1W` is returned as `P7D` and `PT90M` as `PT1H30M`. A month has no fixed
//! length and a day need not have 24 hours; in the order of durations they have 30 days and 24 hours, and of equal lengths the one of fewer
//! months, then days, is first.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Write as _;
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

use super::text::sql_type;
use super::{ColumnType, Dialect, FormInput, Malformed, SqliteStored, Value, mismatch, quote};

/// `type: string, format: duration`.
#[derive(Clone, Copy, Debug)]
pub struct Duration;

/// The SQL type of a column of durations.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 25, array_oid = 1009), sqlite_type(name = "Text"))]
pub struct SqlDuration;

/// The text of a duration, which the types of a document have. The database returns it in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlDuration)]
pub struct DurationText(pub String);

const DAY: u64 = 24 * 60 * 60;
const MONTH: u64 = 30 * DAY;

/// The maximum of each part in seconds: about 30,000 years.
const MAX_SECONDS: u64 = 1_000_000_000_000;

/// The parts of a duration that have no common length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parts {
    months: u64,
    days: u64,
    seconds: u64,
}

impl Value<'_> {
    /// The duration of a text; NULL if it is none.
    #[must_use]
    pub fn duration(text: &str) -> Self {
        Parts::parse(text).map_or(Self::Null, |parts| Self::Text(Cow::Owned(parts.to_text())))
    }
}

/// The text of a duration as a column returns it; one that is none stays as it is.
#[must_use]
pub fn canonical_duration(text: String) -> String {
    Parts::parse(&text).map_or(text, Parts::to_text)
}

/// Whether a column can hold the duration of a text.
pub(crate) fn is_storable_duration(text: &str) -> bool {
    Parts::parse(text).is_some()
}

impl Parts {
    /// Reads `P1Y2M3DT4H5M6S`: each unit at most once, in this order, or weeks alone.
    fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.strip_prefix('P')?.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (&text[1..], None),
        };
        if time.is_some_and(str::is_empty) || (date.is_empty() && time.is_none()) {
            return None;
        }
        if let Some(weeks) = date.strip_suffix('W') {
            let days = number(weeks)?.checked_mul(7)?;
            return time.is_none().then_some(Self { months: 0, days, seconds: 0 })?.bounded();
        }
        let [years, months, days] = units(date, ['Y', 'M', 'D'])?;
        let [hours, minutes, seconds] = units(time.unwrap_or_default(), ['H', 'M', 'S'])?;
        let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
        let parts = Self {
            months: years.checked_mul(12)?.checked_add(months)?,
            days,
            seconds: minutes.checked_mul(60)?.checked_add(seconds)?,
        };
        parts.bounded()
    }

    fn bounded(self) -> Option<Self> {
        let lengths = [self.months.checked_mul(MONTH)?, self.days.checked_mul(DAY)?, self.seconds];
        lengths.iter().all(|length| *length <= MAX_SECONDS).then_some(self)
    }

    fn to_text(self) -> String {
        let mut text = String::from("P");
        push(&mut text, [(self.months / 12, 'Y'), (self.months % 12, 'M'), (self.days, 'D')]);
        if self.seconds > 0 || text.len() == 1 {
            text.push('T');
            push(&mut text, [(self.seconds / 3600, 'H'), (self.seconds / 60 % 60, 'M'), (self.seconds % 60, 'S')]);
        }
        if text.ends_with('T') { text + "0S" } else { text }
    }

    /// A text whose bytes sort by length: the seconds in all, and in them the months and the days, each with as many digits as the maximum.
    fn sort_key(self) -> String {
        let seconds = self.months * MONTH + self.days * DAY + self.seconds;
        format!("{seconds:013}{:06}{:08}", self.months, self.days)
    }

    fn from_sort_key(key: &str) -> Option<Self> {
        let [all, months, days] = [key.get(..13)?, key.get(13..19)?, key.get(19..27)?].map(number);
        let (months, days) = (months?, days?);
        let seconds = all?.checked_sub(months * MONTH + days * DAY)?;
        (key.len() == 27).then_some(Self { months, days, seconds })
    }
}

/// The numbers of units that each come at most once, in this order.
fn units(mut text: &str, names: [char; 3]) -> Option<[u64; 3]> {
    let mut numbers = [0; 3];
    for (slot, name) in numbers.iter_mut().zip(names) {
        let digits = text.len() - text.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
        if text[digits..].starts_with(name) {
            *slot = number(&text[..digits])?;
            text = &text[digits + 1..];
        }
    }
    text.is_empty().then_some(numbers)
}

fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

fn push(text: &mut String, units: [(u64, char); 3]) {
    for (number, name) in units.into_iter().filter(|(number, _)| *number > 0) {
        // Writing to a string does not fail.
        let _ = write!(text, "{number}{name}");
    }
}

fn key(text: &str) -> Result<String, String> {
    Parts::parse(text).map(Parts::sort_key).ok_or_else(|| format!("not a duration: {text}"))
}

fn read(key: &str) -> deserialize::Result<DurationText> {
    let parts = Parts::from_sort_key(key).ok_or_else(|| format!("not a duration: {key}"))?;
    Ok(DurationText(parts.to_text()))
}

impl ToSql<SqlDuration, Pg> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(key(self)?.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<SqlDuration, Sqlite> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(key(self)?);
        Ok(IsNull::No)
    }
}

impl ToSql<SqlDuration, Pg> for DurationText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <str as ToSql<SqlDuration, Pg>>::to_sql(&self.0, out)
    }
}

impl ToSql<SqlDuration, Sqlite> for DurationText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        <str as ToSql<SqlDuration, Sqlite>>::to_sql(&self.0, out)
    }
}

impl FromSql<SqlDuration, Pg> for DurationText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        read(std::str::from_utf8(value.as_bytes())?)
    }
}

impl FromSql<SqlDuration, Sqlite> for DurationText {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read(&<String as FromSql<SqlText, Sqlite>>::from_sql(value)?)
    }
}

/// The sort key of a value.
fn key_of(value: &Value<'_>) -> Option<String> {
    if let Value::Text(text) = value { key(text).ok() } else { None }
}

fn text_of<'v>(value: &'v Value<'_>) -> QueryResult<&'v str> {
    if let Value::Text(text) = value { Ok(text) } else { Err(mismatch()) }
}

impl ColumnType for Duration {
    fn name(&self) -> &'static str {
        "duration"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        sql_type(dialect)
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        Some(("duration", format!("length({column}) = 27")))
    }

    fn literal(&self, json: &Json, _: Dialect) -> Option<String> {
        key(json.as_str()?).ok().map(|key| quote(&key))
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        key_of(value).is_some()
    }

    fn read_parameter(&self, text: &str) -> Option<Value<'static>> {
        Some(Value::duration(text)).filter(|value| *value != Value::Null)
    }

    fn compare(&self, one: &Value<'_>, other: &Value<'_>) -> Ordering {
        match (key_of(one), key_of(other)) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => one.compare(other),
        }
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<SqlDuration, str>(text_of(value)?)
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_bind_param::<SqlDuration, str>(text_of(value)?)
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        out.extend_from_slice(key_of(value).ok_or_else(mismatch)?.as_bytes());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        let key = std::str::from_utf8(bytes).map_err(|_| Malformed)?;
        read(key).map(|DurationText(text)| Value::Text(Cow::Owned(text))).map_err(|_| Malformed)
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Text(key) => {
                read(&key).map(|DurationText(text)| Value::Text(Cow::Owned(text))).map_err(|_| Malformed)
            }
            _ => Err(Malformed),
        }
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!("PT0S")]
    }

    fn form_input(&self, _: &[super::Check], _: &str) -> FormInput {
        FormInput::text()
    }

    fn form_hint(&self) -> Option<&'static str> {
        Some("Such as P1DT12H.")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_have_one_canonical_form() {
        for (text, canonical) in [
            ("PT0S", "PT0S"),
            ("P0D", "PT0S"),
            ("P2W", "P14D"),
            ("P1Y14M", "P2Y2M"),
            ("PT90M", "PT1H30M"),
            ("P1DT36H", "P1DT36H"),
            ("P1Y2M3DT4H5M6S", "P1Y2M3DT4H5M6S"),
        ] {
            assert_eq!(canonical_duration(text.to_owned()), canonical);
        }
        for text in ["", "P", "PT", "P1", "1D", "P1S", "PT1D", "P1M1Y", "P1W1D", "-P1D", "P1.5D", "PT1H ", "P99999999Y"]
        {
            assert!(!is_storable_duration(text), "{text}");
        }
    }

    #[test]
    fn durations_are_ordered_by_length() {
        let order = ["PT0S", "PT59S", "PT1M", "PT24H", "P1D", "P30D", "P1M", "P1MT1S", "P365D", "P1Y1M"];
        let keys: Vec<String> = order.iter().map(|text| key(text).unwrap()).collect();
        assert!(keys.is_sorted(), "{keys:?}");
    }

    proptest! {
        #[test]
        fn every_duration_survives(months in 0_u64..300_000, days in 0_u64..10_000_000, seconds in 0_u64..1_000_000_000) {
            let parts = Parts { months, days, seconds };
            prop_assert_eq!(Parts::parse(&parts.to_text()), Some(parts));
            prop_assert_eq!(Parts::from_sort_key(&parts.sort_key()), Some(parts));
        }
    }
}
