//! Values as SQLite stores them.

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
