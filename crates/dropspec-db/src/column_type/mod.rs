//! Column types: what the values of a column are, and how they are stored, compared, transferred and entered.
//!
//! A column type is one implementation of [`ColumnType`], in a module of its own, and an entry in [`column_types`].

mod array;
mod binary;
mod boolean;
mod bytes;
mod conversion;
mod date;
mod decimal;
mod decimal_number;
mod decimal_sum;
mod double;
mod duration;
mod enumeration;
mod form;
mod geography;
mod integer;
mod json;
mod options;
mod point;
mod sqlite_stored;
mod text;
mod time;
mod timestamp;
mod uuid;
mod value;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::result::Error;
use diesel::sqlite::Sqlite;
use dropspec_schema::Written;
use serde_json::Value as Json;

pub use self::array::Array;
pub use self::binary::{Binary, BinaryText, SqlBinary};
pub use self::boolean::Boolean;
pub use self::bytes::Bytes;
pub use self::conversion::{Conversion, Dialect};
pub use self::date::{Date, DateText};
pub use self::decimal::{Decimal, DecimalText, SqlDecimal, canonical_decimal};
pub(crate) use self::decimal::{decimal_key, decimal_text, integer_sort_key, is_storable_decimal};
pub(crate) use self::decimal_sum::DecimalSum;
pub use self::double::Double;
pub(crate) use self::duration::is_storable_duration;
pub use self::duration::{Duration, DurationText, SqlDuration, canonical_duration};
pub use self::enumeration::{Enum, TextEnum};
pub use self::form::{FormInput, FormOption};
pub use self::geography::Geography;
pub use self::integer::{Integer, Long};
pub(crate) use self::json::bind_item;
pub use self::json::{JsonType, JsonValue, SqlJson};
pub use self::options::{Check, Csv};
pub use self::point::{Point, SqlGeography};
pub use self::sqlite_stored::SqliteStored;
pub use self::text::Text;
pub(crate) use self::time::is_storable_time;
pub use self::time::{SqlTime, Time, TimeText, canonical_time};
pub use self::timestamp::{SqlTimestamp, Timestamp, TimestampText, TimestampType, truncate_to_micros};
pub(crate) use self::timestamp::{is_storable_timestamp, timestamp_micros, timestamp_text};
pub use self::uuid::{SqlUuid, Uuid, UuidValue};
pub use self::value::Value;

/// The bytes of a value from the database are not those of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed value from the database")]
pub struct Malformed;

/// All column types that a schema snapshot can name. `Enum` is among them as [`Text`], whose values a check restricts.
#[must_use]
pub fn column_types() -> &'static [&'static dyn ColumnType] {
    &[
        &Boolean,
        &Integer,
        &Long,
        &Double,
        &Decimal,
        &Text,
        &Uuid,
        &Date,
        &Time,
        &TimestampType,
        &Duration,
        &Binary,
        &JsonType,
        &Geography::SNAPSHOT,
        &Bytes,
    ]
}

/// The type of a column.
///
/// The default implementations treat a value by its variant; a type overrides what is special about it.
pub trait ColumnType: fmt::Debug + Send + Sync + 'static {
    /// The name, in schema snapshots and messages.
    fn name(&self) -> &'static str;

    /// The SQL type, as the database itself writes it. SQLite's are those of STRICT tables.
    fn sql_type(&self, dialect: Dialect) -> &'static str;

    /// The condition that a column of SQLite has to meet to hold only values of this type, with the suffix of the constraint's name.
    /// `column` is the quoted name.
    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        let _ = column;
        None
    }

    /// The check that belongs to the type itself, on both databases.
    fn intrinsic_check(&self) -> Option<Check> {
        None
    }

    /// A JSON value as an SQL literal; `None` if it is null or not of this type.
    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String>;

    /// Whether a default value is written the same way by the database as by [`ColumnType::literal`].
    fn has_stable_literals(&self) -> bool {
        true
    }

    /// The default of a property as a schema snapshot has it: without names that only the document gives to parts of a value.
    fn snapshot_default(&self, json: Json) -> Json {
        json
    }

    /// How values of another type become values of this one; `None` if they cannot. `column` is the quoted name of the old column.
    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        let _ = (from, column, dialect);
        None
    }

    /// The value of this type that the text of a query parameter has; `None` if it has none.
    fn read_parameter(&self, text: &str) -> Option<Value<'static>> {
        Some(Value::Text(Cow::Owned(text.to_owned())))
    }

    /// Whether a column of this type can hold the value and compare with it.
    fn accepts(&self, value: &Value<'_>) -> bool;

    /// The order of two values that the type accepts, as both databases sort them. NULL is greater than all values.
    fn compare(&self, one: &Value<'_>, other: &Value<'_>) -> Ordering {
        one.compare(other)
    }

    /// Writes a value other than NULL as a parameter of a statement for PostgreSQL.
    ///
    /// # Errors
    /// When the value is not of this type.
    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        value::bind(value, out)
    }

    /// Writes a value other than NULL as a parameter of a statement for SQLite.
    ///
    /// # Errors
    /// When the value is not of this type.
    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        value::bind(value, out)
    }

    /// Appends a value other than NULL in PostgreSQL's binary format, as COPY takes it.
    ///
    /// # Errors
    /// When the value is not of this type.
    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()>;

    /// Reads a value in PostgreSQL's binary format.
    ///
    /// # Errors
    /// When the bytes are not a value of this type.
    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed>;

    /// Reads a value as SQLite stores it.
    ///
    /// # Errors
    /// When it is not a value of this type.
    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Integer(value) => Ok(Value::Integer(value)),
            SqliteStored::Double(value) => Ok(Value::Double(value)),
            SqliteStored::Text(value) => Ok(Value::Text(Cow::Owned(value))),
            SqliteStored::Blob(_) => Err(Malformed),
        }
    }

    /// Appends a value other than NULL as a CSV cell, without quotes.
    fn write_csv(&self, value: &Value<'_>, csv: &Csv, out: &mut Vec<u8>) {
        let _ = csv;
        value.write_text(out);
    }

    /// The text of a CSV cell as the property is written.
    fn read_csv<'t>(&self, text: &'t str, csv: &Csv) -> Written<'t> {
        let _ = csv;
        Written::Plain(text)
    }

    /// The JSON value of a text on the command line; `None` if it is none.
    fn parse(&self, text: &str) -> Option<Json> {
        Some(Json::from(text))
    }

    /// JSON values of this type among which one may meet the checks of a column: of a number, of a text, or fixed ones.
    fn candidates(&self, numbers: &[f64], texts: &[String]) -> Vec<Json>;

    /// Whether an index on the column finds few rows.
    fn is_selective(&self) -> bool {
        true
    }

    /// Whether the values are points, which a spatial index finds.
    fn is_spatial(&self) -> bool {
        false
    }

    /// Whether the values are numbers.
    fn is_number(&self) -> bool {
        false
    }

    /// Whether the values are points in time, which come before or after each other.
    fn is_time(&self) -> bool {
        false
    }

    /// Whether the values are text that a person reads.
    fn is_text(&self) -> bool {
        false
    }

    /// The JSON value of the text of a form input for an object or an array; `None` if it is none.
    fn read_form(&self, text: &str) -> Option<Json> {
        serde_json::from_str(text).ok()
    }

    /// The text of a form input for a JSON value that is no string.
    fn json_form_text(&self, json: &Json) -> String {
        json.to_string()
    }

    /// The values, where there are few of them.
    fn form_options(&self, checks: &[Check]) -> Option<Vec<FormOption>> {
        let _ = checks;
        None
    }

    /// The form input for a value, which holds `text` at first.
    fn form_input(&self, checks: &[Check], text: &str) -> FormInput {
        let _ = (checks, text);
        FormInput::text()
    }

    /// A value as the form input takes it. NULL is empty.
    fn form_text(&self, value: &Value<'_>) -> String {
        value.to_string()
    }

    /// A hint beside the form input.
    fn form_hint(&self) -> Option<&'static str> {
        None
    }

    /// A value other than NULL as a person reads it.
    fn display(&self, value: &Value<'_>) -> String {
        self.form_text(value)
    }

    /// The type of the items of an array.
    fn items(&self) -> Option<&'static dyn ColumnType> {
        None
    }

    /// The `enum` of the type.
    fn variants(&self) -> Option<&'static [&'static str]> {
        None
    }
}

impl PartialEq for dyn ColumnType {
    fn eq(&self, other: &Self) -> bool {
        (self.name(), self.variants()) == (other.name(), other.variants())
    }
}

/// The bytes as an array of known length.
fn exactly<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Malformed> {
    bytes.try_into().map_err(|_| Malformed)
}

/// The error for a value that is not of the type of its column.
fn mismatch() -> Error {
    Error::QueryBuilderError("the value is not of the type of the column".into())
}

/// A text as an SQL literal.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
