//! SQL functions that SQLite does not have. Those that convert values, for migrations, return NULL if the value has no counterpart.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Double, Nullable, Text};
use diesel::sqlite::SqliteConnection;
use uuid::Uuid;

use crate::column_type::{decimal_key, decimal_text, timestamp_micros, timestamp_text};

/// The absolute values of numbers that are not rounded to 0.
const NORMAL: std::ops::RangeInclusive<f64> = 1e-307..=f64::MAX;

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in lower case. SQLite's own function knows the case of ASCII only.
    fn dropspec_lower(text: Nullable<Text>) -> Nullable<Text>;

    /// What is stored for the text of a decimal number.
    fn dropspec_decimal(text: Nullable<Text>) -> Nullable<Text>;

    /// The text of a stored decimal number.
    fn dropspec_decimal_text(stored: Nullable<Text>) -> Nullable<Text>;

    /// What is stored for the text of a timestamp.
    fn dropspec_timestamp(text: Nullable<Text>) -> Nullable<BigInt>;

    /// The text of a stored timestamp.
    fn dropspec_timestamp_text(stored: Nullable<BigInt>) -> Nullable<Text>;

    /// The number that a text is in JSON.
    fn dropspec_number(text: Nullable<Text>) -> Nullable<Double>;

    /// The text of a number.
    fn dropspec_number_text(number: Nullable<Double>) -> Nullable<Text>;

    /// The date of a text.
    fn dropspec_date(text: Nullable<Text>) -> Nullable<Text>;

    /// The UUID of a text.
    fn dropspec_uuid(text: Nullable<Text>) -> Nullable<diesel::sql_types::Binary>;
}

/// Registers the functions on a connection.
pub(super) fn register(connection: &mut SqliteConnection) -> QueryResult<()> {
    dropspec_lower_utils::register_impl(connection, |text: Option<String>| text.map(|text| text.to_lowercase()))?;
    dropspec_decimal_utils::register_impl(connection, |text: Option<String>| decimal_key(&text?))?;
    dropspec_decimal_text_utils::register_impl(connection, |stored: Option<String>| decimal_text(&stored?))?;
    dropspec_timestamp_utils::register_impl(connection, |text: Option<String>| timestamp_micros(&text?))?;
    dropspec_timestamp_text_utils::register_impl(connection, |stored: Option<i64>| timestamp_text(stored?))?;
    dropspec_number_utils::register_impl(connection, |text: Option<String>| number(&text?))?;
    dropspec_number_text_utils::register_impl(connection, |number: Option<f64>| Some(number?.to_string()))?;
    dropspec_date_utils::register_impl(connection, |text: Option<String>| date(text?))?;
    dropspec_uuid_utils::register_impl(connection, |text: Option<String>| uuid(&text?))
}

fn number(text: &str) -> Option<f64> {
    // JSON allows spaces around it.
    let number: f64 = serde_json::from_str(text).ok().filter(|_| text.trim() == text)?;
    (number == 0.0 || NORMAL.contains(&number.abs())).then_some(number)
}

fn date(text: String) -> Option<String> {
    let is_written_out = text.len() == 10 && !text.starts_with("0000");
    let date: NaiveDate = text.parse().ok().filter(|_| is_written_out)?;
    (date.to_string() == text).then_some(text)
}

fn uuid(text: &str) -> Option<Vec<u8>> {
    let is_hyphenated = text.len() == uuid::fmt::Hyphenated::LENGTH;
    Uuid::try_parse(text).ok().filter(|_| is_hyphenated).map(|uuid| uuid.as_bytes().to_vec())
}
