//! `type: boolean`.

use diesel::QueryResult;
use dropspec_schema::Written;
use serde_json::{Value as Json, json};

use super::conversion::text::to_boolean;
use super::{
    Check, ColumnType, Conversion, Csv, Dialect, FormOption, Malformed, SqliteStored, Value, exactly, mismatch,
};

/// `type: boolean`.
#[derive(Clone, Copy, Debug)]
pub struct Boolean;

impl ColumnType for Boolean {
    fn name(&self) -> &'static str {
        "boolean"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "boolean",
            Dialect::Sqlite => "INTEGER",
        }
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        Some(("boolean", format!("{column} IN (0, 1)")))
    }

    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        json.as_bool().map(|flag| match dialect {
            Dialect::Postgres => flag.to_string(),
            Dialect::Sqlite => u8::from(flag).to_string(),
        })
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, _: Dialect) -> Option<Conversion> {
        if from.name() == "text" { to_boolean(column) } else { None }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Boolean(_))
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let Value::Boolean(value) = value else { return Err(mismatch()) };
        out.push(u8::from(*value));
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        Ok(Value::Boolean(exactly::<1>(bytes)? == [1]))
    }

    fn write_csv(&self, value: &Value<'_>, csv: &Csv, out: &mut Vec<u8>) {
        out.extend_from_slice(csv.words[usize::from(*value == Value::Boolean(true))].as_bytes());
    }

    fn read_csv<'t>(&self, text: &'t str, csv: &Csv) -> Written<'t> {
        match csv.words {
            [word, _] if word == text => Written::Plain("false"),
            [_, word] if word == text => Written::Plain("true"),
            // With words of its own, a CSV file has no others.
            _ if text == "true" => Written::Json("\"true\""),
            _ if text == "false" => Written::Json("\"false\""),
            _ => Written::Plain(text),
        }
    }

    fn parse(&self, text: &str) -> Option<Json> {
        serde_json::from_str(text).ok()
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Integer(value) => Ok(Value::Boolean(value != 0)),
            _ => Err(Malformed),
        }
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!(false)]
    }

    fn is_selective(&self) -> bool {
        false
    }

    fn form_options(&self, _: &[Check]) -> Option<Vec<FormOption>> {
        Some(vec![FormOption::new("true", "Yes"), FormOption::new("false", "No")])
    }

    fn display(&self, value: &Value<'_>) -> String {
        if *value == Value::Boolean(true) { "Yes".to_owned() } else { "No".to_owned() }
    }
}
