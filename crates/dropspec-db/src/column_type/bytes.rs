//! Bytes, for internal tables; no property of a document has them.

use std::cmp::Ordering;

use diesel::QueryResult;
use serde_json::{Value as Json, json};

use super::{ColumnType, Dialect, Malformed, Value, mismatch};

/// Any bytes. Rows with such a column are not read or written by their values.
#[derive(Clone, Copy, Debug)]
pub struct Bytes;

impl ColumnType for Bytes {
    fn name(&self) -> &'static str {
        "bytes"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "bytea",
            Dialect::Sqlite => "BLOB",
        }
    }

    /// The JSON value has the hexadecimal digits.
    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        json.as_str().map(|digits| match dialect {
            Dialect::Postgres => format!("'\\x{digits}'"),
            Dialect::Sqlite => format!("x'{digits}'"),
        })
    }

    fn accepts(&self, _: &Value<'_>) -> bool {
        false
    }

    fn compare(&self, _: &Value<'_>, _: &Value<'_>) -> Ordering {
        Ordering::Equal
    }

    fn encode_copy(&self, _: &Value<'_>, _: &mut Vec<u8>) -> QueryResult<()> {
        Err(mismatch())
    }

    fn decode_copy<'b>(&self, _: &'b [u8]) -> Result<Value<'b>, Malformed> {
        Err(Malformed)
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!("")]
    }
}
