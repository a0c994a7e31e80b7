//! Databases, and conversions between column types.

/// A database system, by the SQL that it understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

/// How the values of a column become values of another type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The converted value, as an SQL expression.
    pub sql: String,
    /// The condition under which a value has a counterpart; `None` if all have.
    pub fits: Option<String>,
    /// Whether some values are rounded or have no counterpart.
    pub is_lossy: bool,
}

impl Conversion {
    /// A conversion that keeps every value.
    #[must_use]
    pub fn exact(sql: impl Into<String>) -> Option<Self> {
        Some(Self { sql: sql.into(), fits: None, is_lossy: false })
    }

    /// A conversion that rounds values.
    #[must_use]
    pub fn lossy(sql: impl Into<String>) -> Option<Self> {
        Some(Self { sql: sql.into(), fits: None, is_lossy: true })
    }

    /// A conversion that rounds values, of those that meet a condition.
    #[must_use]
    pub fn partial(sql: impl Into<String>, fits: String) -> Option<Self> {
        Some(Self { sql: sql.into(), fits: Some(fits), is_lossy: true })
    }
}
