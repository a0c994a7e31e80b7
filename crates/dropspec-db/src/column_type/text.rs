//! `type: string`.

use std::borrow::Cow;

use diesel::QueryResult;
use serde_json::{Value as Json, json};

use super::{Check, ColumnType, Conversion, Dialect, FormInput, Malformed, Value, mismatch, quote};

/// The length in characters from which on a text gets several lines in a form.
const LINE: u64 = 200;

/// `type: string`.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl ColumnType for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        sql_type(dialect)
    }

    fn literal(&self, json: &Json, _: Dialect) -> Option<String> {
        json.as_str().map(quote)
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        let sql = match (from.name(), dialect) {
            ("date", Dialect::Postgres) => format!("to_char({column}, 'YYYY-MM-DD')"),
            ("boolean" | "integer" | "long" | "decimal" | "uuid", Dialect::Postgres) => format!("{column}::text"),
            // Without an exponent.
            ("double", Dialect::Postgres) => format!("{column}::text::numeric::text"),
            ("timestamp", Dialect::Postgres) => {
                let text = format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
                // In milliseconds, or whole seconds, if that is all, as timestamps are returned.
                format!(r"regexp_replace(regexp_replace({text}, '000Z$', 'Z'), '\.000Z$', 'Z')")
            }
            ("timestamp", Dialect::Sqlite) => format!("dropspec_timestamp_text({column})"),
            ("decimal", Dialect::Sqlite) => format!("dropspec_decimal_text({column})"),
            ("double", Dialect::Sqlite) => format!("dropspec_number_text({column})"),
            ("date", Dialect::Sqlite) => column.to_owned(),
            ("boolean", Dialect::Sqlite) => format!("CASE {column} WHEN 0 THEN 'false' WHEN 1 THEN 'true' END"),
            ("integer" | "long", Dialect::Sqlite) => format!("CAST({column} AS TEXT)"),
            ("uuid", Dialect::Sqlite) => {
                let part = |start: u8, length: u8| format!("substr(hex({column}), {start}, {length})");
                let parts = [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)];
                format!("CASE WHEN {column} IS NOT NULL THEN lower({}) END", parts.join(" || '-' || "))
            }
            _ => return None,
        };
        Conversion::exact(sql)
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        // PostgreSQL stores no NUL.
        matches!(value, Value::Text(text) if !text.contains('\0'))
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        encode_copy(value, out)
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        decode_copy(bytes)
    }

    fn candidates(&self, _: &[f64], texts: &[String]) -> Vec<Json> {
        texts.iter().map(|text| json!(text)).collect()
    }

    fn is_text(&self) -> bool {
        true
    }

    fn form_input(&self, checks: &[Check], text: &str) -> FormInput {
        let is_long = checks.iter().any(|check| matches!(check, Check::MaxLength(most) if *most > LINE));
        let multiline = is_long || text.contains('\n');
        // It counts units of UTF-16, of which a character has one or two. A browser truncates silently, which must not happen to what is
        // allowed.
        let max_length = |check: &Check| match check {
            Check::MaxLength(most) => Some(("maxlength", most.saturating_mul(2).to_string())),
            _ => None,
        };
        FormInput { multiline, ..FormInput::new("text", checks.iter().filter_map(max_length).collect()) }
    }
}

pub(super) fn sql_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "text",
        Dialect::Sqlite => "TEXT",
    }
}

pub(super) fn encode_copy(value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
    let Value::Text(text) = value else { return Err(mismatch()) };
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

pub(super) fn decode_copy(bytes: &[u8]) -> Result<Value<'_>, Malformed> {
    std::str::from_utf8(bytes).map(|text| Value::Text(Cow::Borrowed(text))).map_err(|_| Malformed)
}
