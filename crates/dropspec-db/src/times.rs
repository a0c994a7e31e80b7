//! Dates and moments as the document's types have them: texts (RFC 3339, section 5.6). A database keeps what they mean.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Date;
use diesel::sqlite::Sqlite;

use super::moment::{Moment, SqlMoment};

/// The text of a `full-date`, in a column of dates.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Date)]
pub struct DateText(pub String);

/// The text of a `date-time`, in a column of moments. It comes back in UTC and to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlMoment)]
pub struct MomentText(pub String);

/// The date of a text.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// The moment of a text.
pub(super) fn moment(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text).ok().map(|moment| Moment(moment.with_timezone(&Utc)))
}

/// The text of a moment.
pub(super) fn moment_text(moment: Moment) -> String {
    moment.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The text of a moment as a column of moments answers it.
#[must_use]
pub fn settled_moment(text: String) -> String {
    // To the microsecond.
    let kept = moment(&text).and_then(|moment| DateTime::from_timestamp_micros(moment.0.timestamp_micros()));
    kept.map_or(text, |moment| moment_text(Moment(moment)))
}

impl ToSql<Date, Pg> for DateText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let date = date(&self.0).ok_or("the text is not a date")?;
        <NaiveDate as ToSql<Date, Pg>>::to_sql(&date, &mut out.reborrow())
    }
}

impl FromSql<Date, Pg> for DateText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(<NaiveDate as FromSql<Date, Pg>>::from_sql(value)?.to_string()))
    }
}

impl ToSql<Date, Sqlite> for DateText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(date(&self.0).ok_or("the text is not a date")?.to_string());
        Ok(serialize::IsNull::No)
    }
}

impl FromSql<Date, Sqlite> for DateText {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(<NaiveDate as FromSql<Date, Sqlite>>::from_sql(value)?.to_string()))
    }
}

impl ToSql<SqlMoment, Pg> for MomentText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let moment = moment(&self.0).ok_or("the text is not a date-time")?;
        ToSql::<SqlMoment, Pg>::to_sql(&moment, &mut out.reborrow())
    }
}

impl FromSql<SqlMoment, Pg> for MomentText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(moment_text(<Moment as FromSql<SqlMoment, Pg>>::from_sql(value)?)))
    }
}

impl ToSql<SqlMoment, Sqlite> for MomentText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(moment(&self.0).ok_or("the text is not a date-time")?.0.timestamp_micros());
        Ok(serialize::IsNull::No)
    }
}

impl FromSql<SqlMoment, Sqlite> for MomentText {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(moment_text(<Moment as FromSql<SqlMoment, Sqlite>>::from_sql(value)?)))
    }
}
