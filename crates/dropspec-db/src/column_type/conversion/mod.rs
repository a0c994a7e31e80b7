//! Databases, and conversions between column types.

pub(super) mod text;

/// A database system, by the SQL that it understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

/// How the values of a column become values of another type. Conditions are met by NULL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The converted value, as an SQL expression.
    pub sql: String,
    /// The condition under which a value has a counterpart; `None` if all have.
    pub fits: Option<String>,
    /// The condition under which a value that has a counterpart is not rounded; `None` if none is.
    pub is_exact: Option<String>,
}

impl Conversion {
    /// A conversion that keeps every value.
    #[must_use]
    pub fn exact(sql: impl Into<String>) -> Option<Self> {
        Some(Self { sql: sql.into(), fits: None, is_exact: None })
    }

    /// A conversion that keeps the values that meet a condition. Others have no counterpart.
    #[must_use]
    pub fn checked(sql: impl Into<String>, fits: impl Into<String>) -> Option<Self> {
        Some(Self { sql: sql.into(), fits: Some(fits.into()), is_exact: None })
    }

    /// A conversion that rounds the values that do not meet a condition.
    #[must_use]
    pub fn rounded(sql: impl Into<String>, is_exact: impl Into<String>) -> Option<Self> {
        Some(Self { sql: sql.into(), fits: None, is_exact: Some(is_exact.into()) })
    }

    /// A conversion of values that meet the first condition, which rounds those that do not meet the second one.
    #[must_use]
    pub fn truncated(sql: impl Into<String>, fits: impl Into<String>, is_exact: impl Into<String>) -> Option<Self> {
        Some(Self { sql: sql.into(), fits: Some(fits.into()), is_exact: Some(is_exact.into()) })
    }
}
