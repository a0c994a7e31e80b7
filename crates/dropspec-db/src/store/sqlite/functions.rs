//! SQL functions that SQLite does not have. Those that convert values, for migrations, return NULL if the value has no counterpart.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Double, Nullable, Text};
use diesel::sqlite::{SqliteAggregateFunction, SqliteConnection};
use uuid::Uuid;

use crate::column_type::{DecimalSum, decimal_key, decimal_text, integer_sort_key, timestamp_micros, timestamp_text};
use crate::geodesy::{earth_centred, geodesic_distance as distance};

/// The absolute values of numbers that are not rounded to 0.
const NORMAL: std::ops::RangeInclusive<f64> = 1e-307..=f64::MAX;

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in lower case. SQLite's own function knows the case of ASCII only.
    fn dropspec_lower(text: Nullable<Text>) -> Nullable<Text>;

    /// The length in metres of the shortest path between two points on the ellipsoid of WGS 84.
    fn geodesic_distance(
        latitude: Nullable<Double>,
        longitude: Nullable<Double>,
        other_latitude: Nullable<Double>,
        other_longitude: Nullable<Double>,
    ) -> Nullable<Double>;

    /// The earth-centred coordinate of a point towards latitude 0 and longitude 0, in metres.
    fn earth_x(latitude: Nullable<Double>, longitude: Nullable<Double>) -> Nullable<Double>;

    /// The earth-centred coordinate of a point towards latitude 0 and longitude 90, in metres.
    fn earth_y(latitude: Nullable<Double>, longitude: Nullable<Double>) -> Nullable<Double>;

    /// The earth-centred coordinate of a point towards the north pole, in metres.
    fn earth_z(latitude: Nullable<Double>) -> Nullable<Double>;

    /// Of the mathematical functions of SQLite, which the library that is compiled in lacks: what the triggers of spatial indexes need. So
    /// other programs that have them can change rows as well.
    fn sin(angle: Nullable<Double>) -> Nullable<Double>;

    /// As [`sin`].
    fn cos(angle: Nullable<Double>) -> Nullable<Double>;

    /// As [`sin`].
    fn sqrt(number: Nullable<Double>) -> Nullable<Double>;

    /// As [`sin`].
    fn radians(degrees: Nullable<Double>) -> Nullable<Double>;

    /// The sum of decimal numbers, exactly.
    #[aggregate]
    fn dropspec_sum_decimals(number: Nullable<Text>) -> Nullable<Text>;

    /// The average of decimal numbers.
    #[aggregate]
    fn dropspec_average_decimals(number: Nullable<Text>) -> Nullable<Double>;

    /// The sum of integers as a decimal number, which needs no limit.
    #[aggregate]
    fn dropspec_sum_integers(number: Nullable<BigInt>) -> Nullable<Text>;

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

type Number = Option<f64>;

/// Registers the functions on a connection.
pub(super) fn register(connection: &mut SqliteConnection) -> QueryResult<()> {
    dropspec_sum_decimals_utils::register_impl::<SumDecimals, _>(connection)?;
    dropspec_average_decimals_utils::register_impl::<AverageDecimals, _>(connection)?;
    dropspec_sum_integers_utils::register_impl::<SumIntegers, _>(connection)?;
    geodesic_distance_utils::register_impl(
        connection,
        |from: Number, east: Number, to: Number, other_east: Number| Some(distance(from?, east?, to?, other_east?)),
    )?;
    earth_x_utils::register_impl(connection, |north: Number, east: Number| Some(earth_centred(north?, east?)[0]))?;
    earth_y_utils::register_impl(connection, |north: Number, east: Number| Some(earth_centred(north?, east?)[1]))?;
    earth_z_utils::register_impl(connection, |north: Number| Some(earth_centred(north?, 0.0)[2]))?;
    sin_utils::register_impl(connection, |angle: Number| angle.map(f64::sin))?;
    cos_utils::register_impl(connection, |angle: Number| angle.map(f64::cos))?;
    sqrt_utils::register_impl(connection, |number: Number| number.filter(|number| *number >= 0.0).map(f64::sqrt))?;
    radians_utils::register_impl(connection, |degrees: Number| degrees.map(f64::to_radians))?;
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

/// `dropspec_sum_decimals`: NULL without numbers.
#[derive(Default)]
struct SumDecimals(Option<Box<DecimalSum>>);

impl SqliteAggregateFunction<Option<String>> for SumDecimals {
    type Output = Option<String>;

    fn step(&mut self, number: Option<String>) {
        if let Some(number) = number {
            self.0.get_or_insert_default().add(&number);
        }
    }

    fn finalize(aggregator: Option<Self>) -> Option<String> {
        Some(aggregator?.0?.sort_key())
    }
}

/// `dropspec_average_decimals`: NULL without numbers.
#[derive(Default)]
struct AverageDecimals(SumDecimals);

impl SqliteAggregateFunction<Option<String>> for AverageDecimals {
    type Output = Option<f64>;

    fn step(&mut self, number: Option<String>) {
        self.0.step(number);
    }

    fn finalize(aggregator: Option<Self>) -> Option<f64> {
        aggregator?.0.0?.average()
    }
}

/// `dropspec_sum_integers`: NULL without numbers.
#[derive(Default)]
struct SumIntegers(Option<i128>);

impl SqliteAggregateFunction<Option<i64>> for SumIntegers {
    type Output = Option<String>;

    fn step(&mut self, number: Option<i64>) {
        if let Some(number) = number {
            *self.0.get_or_insert_default() += i128::from(number);
        }
    }

    fn finalize(aggregator: Option<Self>) -> Option<String> {
        aggregator?.0.map(integer_sort_key)
    }
}
