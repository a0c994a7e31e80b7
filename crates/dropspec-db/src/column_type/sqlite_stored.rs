//! Values as SQLite stores them.

use diesel::sqlite::{SqliteType, SqliteValue};

/// A value other than NULL, in the storage class that SQLite has it in.
#[derive(Clone, Debug, PartialEq)]
pub enum SqliteStored {
    /// `INTEGER`
    Integer(i64),
    /// `REAL`
    Double(f64),
    /// `TEXT`
    Text(String),
    /// `BLOB`
    Blob(Vec<u8>),
}

impl SqliteStored {
    /// Copies a value of a row; `None` if it is NULL.
    #[must_use]
    pub fn read(mut value: SqliteValue<'_, '_, '_>) -> Option<Self> {
        Some(match value.value_type()? {
            SqliteType::SmallInt | SqliteType::Integer | SqliteType::Long => Self::Integer(value.read_long()),
            SqliteType::Float | SqliteType::Double => Self::Double(value.read_double()),
            SqliteType::Text => Self::Text(value.read_text().to_owned()),
            SqliteType::Binary => Self::Blob(value.read_blob().to_vec()),
        })
    }
}
