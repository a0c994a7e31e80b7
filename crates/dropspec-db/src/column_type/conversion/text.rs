//! Conversions of text to values of other types. Texts are those that a request can have for a property of that type.
//!
//! SQLite has no regular expressions: it calls functions that every connection of a service has.

use super::{Conversion, Dialect};

/// A year that PostgreSQL can read, a month and a day.
const DATE: &str = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

/// An integer without superfluous zeros.
const INTEGER: &str = "^(0|-?[1-9][0-9]{0,18})$";

/// A number of JSON.
const NUMBER: &str = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$";

/// The values of `double precision` that are not rounded to 0, from the least to the largest.
const NORMAL: &str = "1e-307 AND 1.7976931348623157e308";

/// A condition for texts that match an expression; other texts do not meet it, NULL does.
fn matching(column: &str, expression: &str, condition: &str) -> String {
    format!("CASE WHEN {column} ~ '{expression}' THEN {condition} ELSE {column} IS NULL END")
}

/// A conversion by a function of SQLite that returns NULL for texts without a counterpart.
fn by_function(function: &str, column: &str) -> Option<Conversion> {
    let sql = format!("{function}({column})");
    let fits = format!("({column} IS NULL OR {sql} IS NOT NULL)");
    Conversion::checked(sql, fits)
}

/// To an integer of an SQL type.
pub(in crate::column_type) fn to_integer(
    column: &str,
    sql_type: &str,
    [least, most]: [i64; 2],
    dialect: Dialect,
) -> Option<Conversion> {
    match dialect {
        Dialect::Postgres => {
            let is_in_range = format!("{column}::numeric BETWEEN {least} AND {most}");
            Conversion::checked(format!("{column}::{sql_type}"), matching(column, INTEGER, &is_in_range))
        }
        Dialect::Sqlite => {
            let sql = format!("CAST({column} AS INTEGER)");
            let is_in_range = format!("{sql} BETWEEN {least} AND {most}");
            let fits = format!("({column} IS NULL OR (CAST({sql} AS TEXT) = {column} AND {is_in_range}))");
            Conversion::checked(sql, fits)
        }
    }
}

/// To a number.
pub(in crate::column_type) fn to_double(column: &str, dialect: Dialect) -> Option<Conversion> {
    match dialect {
        Dialect::Postgres => {
            let is_normal = format!("({column}::numeric = 0 OR abs({column}::numeric) BETWEEN {NORMAL})");
            Conversion::checked(format!("{column}::double precision"), matching(column, NUMBER, &is_normal))
        }
        Dialect::Sqlite => by_function("dropspec_number", column),
    }
}

/// To a decimal number.
pub(in crate::column_type) fn to_decimal(column: &str, dialect: Dialect) -> Option<Conversion> {
    match dialect {
        Dialect::Postgres => {
            let fits = matching(column, r"^-?[0-9]{1,255}(\.[0-9]{1,255})?$", "TRUE");
            Conversion::checked(format!("{column}::numeric"), fits)
        }
        Dialect::Sqlite => by_function("dropspec_decimal", column),
    }
}

/// To a boolean.
pub(in crate::column_type) fn to_boolean(column: &str) -> Option<Conversion> {
    Conversion::checked(format!("({column} = 'true')"), format!("({column} IS NULL OR {column} IN ('true', 'false'))"))
}

/// To a UUID.
pub(in crate::column_type) fn to_uuid(column: &str, dialect: Dialect) -> Option<Conversion> {
    match dialect {
        Dialect::Postgres => {
            let fits = matching(column, "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", "TRUE");
            Conversion::checked(format!("{column}::uuid"), fits)
        }
        Dialect::Sqlite => by_function("dropspec_uuid", column),
    }
}

/// To a date.
pub(in crate::column_type) fn to_date(column: &str, dialect: Dialect) -> Option<Conversion> {
    match dialect {
        Dialect::Postgres => {
            let fits = matching(column, &format!("^{DATE}$"), &has_day(column));
            Conversion::checked(format!("{column}::date"), fits)
        }
        Dialect::Sqlite => by_function("dropspec_date", column),
    }
}

/// To a timestamp.
pub(in crate::column_type) fn to_timestamp(column: &str, dialect: Dialect) -> Option<Conversion> {
    match dialect {
        Dialect::Postgres => {
            let time = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?";
            let expression = format!("^{DATE}[Tt]{time}([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$");
            // Without the digits after microseconds, which PostgreSQL would round.
            let sql = format!(r"upper(regexp_replace({column}, '(\.[0-9]{{6}})[0-9]+', '\1'))::timestamptz");
            let is_in_range = format!("{sql} BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z'");
            let condition = format!("CASE WHEN {} THEN {is_in_range} ELSE FALSE END", has_day(column));
            Conversion::checked(sql, matching(column, &expression, &condition))
        }
        Dialect::Sqlite => by_function("dropspec_timestamp", column),
    }
}

/// The condition that the month of a date has the day.
fn has_day(column: &str) -> String {
    let first = format!("(left({column}, 7) || '-01')::date");
    format!("substr({column}, 9, 2)::integer <= extract(day FROM {first} + interval '1 month' - interval '1 day')")
}
