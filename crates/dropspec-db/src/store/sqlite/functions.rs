//! SQL functions that SQLite does not have.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel::sqlite::{SqliteAggregateFunction, SqliteConnection};

use crate::column_type::{DecimalSum, integer_sort_key};

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in lower case. SQLite's own function knows the case of ASCII only.
    fn dropspec_lower(text: Nullable<Text>) -> Nullable<Text>;

    /// The sum of decimal numbers, exactly.
    #[aggregate]
    fn dropspec_sum_decimals(number: Nullable<Text>) -> Nullable<Text>;

    /// The average of decimal numbers.
    #[aggregate]
    fn dropspec_average_decimals(number: Nullable<Text>) -> Nullable<Double>;

    /// The sum of integers as a decimal number, which needs no limit.
    #[aggregate]
    fn dropspec_sum_integers(number: Nullable<BigInt>) -> Nullable<Text>;
}

/// Registers the functions on a connection.
pub(super) fn register(connection: &mut SqliteConnection) -> QueryResult<()> {
    dropspec_sum_decimals_utils::register_impl::<SumDecimals, _>(connection)?;
    dropspec_average_decimals_utils::register_impl::<AverageDecimals, _>(connection)?;
    dropspec_sum_integers_utils::register_impl::<SumIntegers, _>(connection)?;
    dropspec_lower_utils::register_impl(connection, |text: Option<String>| text.map(|text| text.to_lowercase()))
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
