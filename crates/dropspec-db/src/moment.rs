//! Columns of moments, declared once for both databases: `timestamptz` in PostgreSQL, microseconds since 1970 in SQLite.

use std::io::Write;

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, SqlType};
use diesel::sqlite::{Sqlite, SqliteValue};

/// From 1970, where the epoch of Unix is, to 2000, where PostgreSQL's is, in microseconds.
pub(super) const TO_POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// The SQL type of a column of moments.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Long"))]
pub struct SqlMoment;

/// The value of a column of moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlMoment)]
pub struct Moment(pub DateTime<Utc>);

fn moment(micros: i64) -> deserialize::Result<Moment> {
    let moment = DateTime::from_timestamp_micros(micros);
    moment.map(Moment).ok_or_else(|| format!("{micros} microseconds are beyond all calendars").into())
}

impl ToSql<SqlMoment, Pg> for Moment {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&(self.0.timestamp_micros() - TO_POSTGRES_EPOCH).to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<SqlMoment, Pg> for Moment {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let since = i64::from_be_bytes(value.as_bytes().try_into()?);
        moment(since.checked_add(TO_POSTGRES_EPOCH).ok_or("infinity is not a moment")?)
    }
}

impl ToSql<SqlMoment, Sqlite> for Moment {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.timestamp_micros());
        Ok(IsNull::No)
    }
}

impl FromSql<SqlMoment, Sqlite> for Moment {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        moment(<i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?)
    }
}
