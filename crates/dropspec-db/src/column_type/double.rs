//! `type: number`.

use diesel::QueryResult;
use serde_json::{Value as Json, json};

use super::conversion::text::to_double;
use super::{Check, ColumnType, Conversion, Dialect, FormInput, Malformed, Value, exactly, mismatch};

/// `type: number`, in 64 bits of IEEE 754.
#[derive(Clone, Copy, Debug)]
pub struct Double;

impl ColumnType for Double {
    fn name(&self) -> &'static str {
        "double"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "double precision",
            Dialect::Sqlite => "REAL",
        }
    }

    fn intrinsic_check(&self) -> Option<Check> {
        Some(Check::Finite)
    }

    fn literal(&self, json: &Json, _: Dialect) -> Option<String> {
        json.as_f64().map(|_| json.to_string())
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        let sql = match dialect {
            Dialect::Postgres => format!("{column}::double precision"),
            Dialect::Sqlite => format!("CAST({column} AS REAL)"),
        };
        match from.name() {
            "integer" => Conversion::exact(sql),
            // Up to 2^53 all integers are exact.
            "long" => Conversion::rounded(sql, format!("{column} BETWEEN -9007199254740992 AND 9007199254740992")),
            "text" => to_double(column, dialect),
            _ => None,
        }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Double(number) if !number.is_nan())
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let Value::Double(number) = value else { return Err(mismatch()) };
        out.extend_from_slice(&number.to_be_bytes());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        Ok(Value::Double(f64::from_be_bytes(exactly(bytes)?)))
    }

    fn parse(&self, text: &str) -> Option<Json> {
        serde_json::from_str(text).ok()
    }

    fn candidates(&self, numbers: &[f64], _: &[String]) -> Vec<Json> {
        numbers.iter().map(|number| json!(number)).collect()
    }

    fn is_number(&self) -> bool {
        true
    }

    fn form_input(&self, checks: &[Check], _: &str) -> FormInput {
        FormInput::number("any", checks, 0)
    }

    /// A number of many digits is easier to read with an exponent.
    fn form_text(&self, value: &Value<'_>) -> String {
        match value {
            Value::Double(number) if number.abs() >= 1e15 => format!("{number:e}"),
            Value::Double(number) => number.to_string(),
            other => other.to_string(),
        }
    }
}
