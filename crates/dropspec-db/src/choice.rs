//! Columns of text whose values are those of an enum, declared once for both databases.

use std::fmt::Display;
use std::io::Write;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;

/// A value that is stored as the text that it is displayed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Choice<T: std::fmt::Debug>(pub T);

impl<T: Display + std::fmt::Debug> ToSql<Text, Pg> for Choice<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write!(out, "{}", self.0)?;
        Ok(IsNull::No)
    }
}

impl<T: Display + std::fmt::Debug> ToSql<Text, Sqlite> for Choice<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl<T> FromSql<Text, Pg> for Choice<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static> + std::fmt::Debug,
{
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.parse()?))
    }
}

impl<T> FromSql<Text, Sqlite> for Choice<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static> + std::fmt::Debug,
{
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(<String as FromSql<Text, Sqlite>>::from_sql(value)?.parse()?))
    }
}
