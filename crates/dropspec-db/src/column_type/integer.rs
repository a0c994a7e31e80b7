//! `type: integer`, in 32 or 64 bits.

use diesel::QueryResult;
use dropspec_schema::Written;
use serde_json::{Value as Json, json};

use super::conversion::text::to_integer;
use super::{Check, ColumnType, Conversion, Csv, Dialect, FormInput, FormOption, Malformed, Value, exactly, mismatch};

/// The maximum number of integers that are offered as options.
const MAX_OPTIONS: i64 = 5;

/// `type: integer, format: int32`.
#[derive(Clone, Copy, Debug)]
pub struct Integer;

/// Any other `type: integer`, in 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct Long;

impl ColumnType for Integer {
    fn name(&self) -> &'static str {
        "integer"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "integer",
            Dialect::Sqlite => "INTEGER",
        }
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        Some(("integer", in_range(column)))
    }

    fn literal(&self, json: &Json, _: Dialect) -> Option<String> {
        whole(json).and_then(|number| i32::try_from(number).ok()).map(|number| number.to_string())
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        match (from.name(), dialect) {
            ("long", Dialect::Postgres) => Conversion::checked(format!("{column}::integer"), in_range(column)),
            ("long", Dialect::Sqlite) => Conversion::checked(column, in_range(column)),
            ("double", _) => {
                let sql = truncated(column, self.sql_type(dialect), dialect);
                Conversion::truncated(sql, in_range(column), is_whole(column, dialect))
            }
            ("text", _) => to_integer(column, self.sql_type(dialect), [i32::MIN.into(), i32::MAX.into()], dialect),
            _ => None,
        }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Integer(_))
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let Value::Integer(number) = value else { return Err(mismatch()) };
        let number = i32::try_from(*number).map_err(|_| mismatch())?;
        out.extend_from_slice(&number.to_be_bytes());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        Ok(Value::Integer(i32::from_be_bytes(exactly(bytes)?).into()))
    }

    fn read_csv<'t>(&self, text: &'t str, csv: &Csv) -> Written<'t> {
        read_csv(text, csv)
    }

    fn parse(&self, text: &str) -> Option<Json> {
        serde_json::from_str(text).ok()
    }

    fn candidates(&self, numbers: &[f64], _: &[String]) -> Vec<Json> {
        rounded(numbers)
    }

    fn is_number(&self) -> bool {
        true
    }

    fn form_options(&self, checks: &[Check]) -> Option<Vec<FormOption>> {
        options(checks)
    }

    fn form_input(&self, checks: &[Check], _: &str) -> FormInput {
        FormInput::number("1", checks, 1).or_bound("min", i32::MIN).or_bound("max", i32::MAX)
    }
}

impl ColumnType for Long {
    fn name(&self) -> &'static str {
        "long"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "bigint",
            Dialect::Sqlite => "INTEGER",
        }
    }

    fn literal(&self, json: &Json, _: Dialect) -> Option<String> {
        whole(json).map(|number| number.to_string())
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        match (from.name(), dialect) {
            ("integer", Dialect::Postgres) => Conversion::exact(format!("{column}::bigint")),
            ("integer", Dialect::Sqlite) => Conversion::exact(column),
            // The greatest double below 2^63.
            ("double", _) => Conversion::truncated(
                truncated(column, self.sql_type(dialect), dialect),
                format!("{column} BETWEEN {} AND 9223372036854774784", i64::MIN),
                is_whole(column, dialect),
            ),
            ("text", _) => to_integer(column, self.sql_type(dialect), [i64::MIN, i64::MAX], dialect),
            _ => None,
        }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Integer(_))
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let Value::Integer(number) = value else { return Err(mismatch()) };
        out.extend_from_slice(&number.to_be_bytes());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        Ok(Value::Integer(i64::from_be_bytes(exactly(bytes)?)))
    }

    fn read_csv<'t>(&self, text: &'t str, csv: &Csv) -> Written<'t> {
        read_csv(text, csv)
    }

    fn parse(&self, text: &str) -> Option<Json> {
        serde_json::from_str(text).ok()
    }

    fn candidates(&self, numbers: &[f64], _: &[String]) -> Vec<Json> {
        rounded(numbers)
    }

    fn is_number(&self) -> bool {
        true
    }

    fn form_options(&self, checks: &[Check]) -> Option<Vec<FormOption>> {
        options(checks)
    }

    fn form_input(&self, checks: &[Check], _: &str) -> FormInput {
        FormInput::number("1", checks, 1)
    }
}

fn in_range(column: &str) -> String {
    format!("{column} BETWEEN {} AND {}", i32::MIN, i32::MAX)
}

fn truncated(column: &str, sql_type: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres => format!("trunc({column})::{sql_type}"),
        Dialect::Sqlite => format!("CAST({column} AS {sql_type})"),
    }
}

/// The condition that a number has no fraction.
fn is_whole(column: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres => format!("{column} = trunc({column})"),
        Dialect::Sqlite => format!("{column} = CAST({column} AS INTEGER)"),
    }
}

/// An integer, however it is written: `22.0` is one.
fn whole(json: &Json) -> Option<i64> {
    let rounded =
        || json.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(|number| number as i64);
    json.as_i64().or_else(rounded)
}

fn rounded(numbers: &[f64]) -> Vec<Json> {
    numbers.iter().map(|number| json!(number.round() as i64)).collect()
}

fn read_csv<'t>(text: &'t str, csv: &Csv) -> Written<'t> {
    Written::Plain(if csv.truncate { csv_integer(text) } else { text })
}

/// A number without its fraction.
fn csv_integer(text: &str) -> &str {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) if is_digits(whole) && is_digits(fraction) => whole,
        _ => text,
    }
}

/// The integers of a small range.
fn options(checks: &[Check]) -> Option<Vec<FormOption>> {
    let bound = |pick: fn(&Check) -> Option<&'static str>| checks.iter().find_map(pick)?.parse::<i64>().ok();
    let least = bound(|check| if let Check::AtLeast(least) = check { Some(least) } else { None })?;
    let most = bound(|check| if let Check::AtMost(most) = check { Some(most) } else { None })?;
    let is_small = (0..MAX_OPTIONS).contains(&most.checked_sub(least)?);
    is_small.then(|| (least..=most).map(|value| FormOption::new(value.to_string(), value.to_string())).collect())
}
