//! `type: array` of values of a known type. It is stored as JSON.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::sqlite::Sqlite;
use dropspec_schema::Written;
use serde_json::{Value as Json, json};

use super::{
    Check, ColumnType, Conversion, Csv, Dialect, FormInput, JsonType, Malformed, SqliteStored, Text, Value, quote,
};

/// `type: array` of booleans, numbers, strings, UUIDs or dates.
#[derive(Clone, Copy, Debug)]
pub struct Array(pub &'static dyn ColumnType);

impl Array {
    /// An array with a value of the type of its items.
    fn of_one(column: &str, from: &dyn ColumnType, dialect: Dialect) -> Option<String> {
        let item = match (from.name(), dialect) {
            (_, Dialect::Postgres) => return Some(format!("jsonb_build_array({column})")),
            ("boolean", _) => format!("json(CASE {column} WHEN 0 THEN 'false' ELSE 'true' END)"),
            ("uuid", _) => Text.convert_from(from, column, dialect)?.sql,
            _ => column.to_owned(),
        };
        Some(format!("json_array({item})"))
    }
}

impl ColumnType for Array {
    fn name(&self) -> &'static str {
        JsonType.name()
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        JsonType.sql_type(dialect)
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        JsonType.sqlite_check(column)
    }

    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        JsonType.literal(json, dialect)
    }

    fn has_stable_literals(&self) -> bool {
        JsonType.has_stable_literals()
    }

    fn items(&self) -> Option<&'static dyn ColumnType> {
        Some(self.0)
    }

    /// A value becomes the only item.
    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        let is_item = match from.name() {
            "integer" => ["integer", "long", "double"].contains(&self.0.name()),
            "long" => ["long", "double"].contains(&self.0.name()),
            name => name == self.0.name() && ["boolean", "double", "text", "uuid", "date"].contains(&name),
        };
        if !is_item {
            return None;
        }
        let array = Self::of_one(column, from, dialect)?;
        let sql = format!("CASE WHEN {column} IS NOT NULL THEN {array} END");
        match self.0.variants() {
            None => Conversion::exact(sql),
            Some(values) => {
                let values: Vec<String> = values.iter().map(|value| quote(value)).collect();
                Conversion::checked(sql, format!("({column} IS NULL OR {column} IN ({}))", values.join(", ")))
            }
        }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        JsonType.accepts(value)
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        JsonType.bind_postgres(value, out)
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        JsonType.bind_sqlite(value, out)
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        JsonType.encode_copy(value, out)
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        JsonType.decode_copy(bytes)
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        JsonType.decode_sqlite(value)
    }

    fn read_csv<'t>(&self, text: &'t str, csv: &Csv) -> Written<'t> {
        JsonType.read_csv(text, csv)
    }

    fn parse(&self, text: &str) -> Option<Json> {
        JsonType.parse(text)
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!([])]
    }

    fn is_selective(&self) -> bool {
        JsonType.is_selective()
    }

    fn form_input(&self, checks: &[Check], text: &str) -> FormInput {
        JsonType.form_input(checks, text)
    }

    fn form_hint(&self) -> Option<&'static str> {
        JsonType.form_hint()
    }
}
