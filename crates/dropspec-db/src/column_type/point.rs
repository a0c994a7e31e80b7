//! Points as values: in EWKB for PostGIS, as the text of a JSON object for SQLite, which SQL reads without functions of its own.

use std::fmt;
use std::io::Write;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{SqlType, Text};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::{Deserialize, Serialize};

use super::{Malformed, exactly};

/// The header of a point in EWKB (the extended well-known binary format of PostGIS), in little-endian order: the type, which says that a
/// reference system follows, and WGS 84.
const HEADER: [u8; 9] = [1, 1, 0, 0, 0x20, 0xE6, 0x10, 0, 0];

/// The SQL type of a column of points. PostgreSQL gives the type of an extension another number in each database; without a number it
/// takes the type of the column.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 0, array_oid = 0), sqlite_type(name = "Text"))]
pub struct SqlGeography;

/// A point on the ellipsoid of WGS 84, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = SqlGeography)]
pub struct Point {
    /// From −90 at the south pole to 90.
    pub latitude: f64,
    /// From −180 to 180, eastwards.
    pub longitude: f64,
}

impl Point {
    /// A point.
    #[must_use]
    pub const fn new(latitude: f64, longitude: f64) -> Self {
        Self { latitude, longitude }
    }

    /// Whether there is such a point.
    #[must_use]
    pub fn is_valid(self) -> bool {
        self.latitude.abs() <= 90.0 && self.longitude.abs() <= 180.0
    }

    pub(super) fn to_ewkb(self) -> [u8; 25] {
        let mut bytes = [0; 25];
        bytes[..9].copy_from_slice(&HEADER);
        bytes[9..17].copy_from_slice(&self.longitude.to_le_bytes());
        bytes[17..].copy_from_slice(&self.latitude.to_le_bytes());
        bytes
    }

    pub(super) fn from_ewkb(bytes: &[u8]) -> Result<Self, Malformed> {
        let bytes: [u8; 25] = exactly(bytes)?;
        let number = |start: usize, is_little: bool| {
            let number: [u8; 8] = exactly(&bytes[start..start + 8])?;
            Ok(if is_little { f64::from_le_bytes(number) } else { f64::from_be_bytes(number) })
        };
        // PostGIS writes the byte order of its machine.
        let is_little = match bytes[..9] {
            ref header if *header == HEADER => true,
            [0, 0x20, 0, 0, 1, 0, 0, 0x10, 0xE6] => false,
            _ => return Err(Malformed),
        };
        Ok(Self::new(number(17, is_little)?, number(9, is_little)?))
    }
}

/// The point as CSV files, forms and query parameters have it: the latitude, a comma and the longitude.
impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(zmij::Buffer::new().format(self.latitude))?;
        f.write_str(",")?;
        f.write_str(zmij::Buffer::new().format(self.longitude))
    }
}

impl ToSql<SqlGeography, Pg> for Point {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&self.to_ewkb())?;
        Ok(IsNull::No)
    }
}

impl FromSql<SqlGeography, Pg> for Point {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_ewkb(value.as_bytes())?)
    }
}

impl ToSql<SqlGeography, Sqlite> for Point {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(serde_json::to_string(self)?);
        Ok(IsNull::No)
    }
}

impl FromSql<SqlGeography, Sqlite> for Point {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(serde_json::from_str(&<String as FromSql<Text, Sqlite>>::from_sql(value)?)?)
    }
}
