//! Values in SQL.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use crate::dialect::Dialect;
use crate::layout::ColumnKind;
use crate::name::text;

/// A JSON value as a column of a kind holds it; nothing if it is null or of another kind.
pub(crate) fn literal(kind: ColumnKind, value: &Value, dialect: Dialect) -> Option<String> {
    let is_sqlite = dialect == Dialect::Sqlite;
    match kind {
        _ if value.is_null() => None,
        ColumnKind::Boolean if is_sqlite => value.as_bool().map(|flag| u8::from(flag).to_string()),
        ColumnKind::Boolean => value.as_bool().map(|flag| flag.to_string()),
        ColumnKind::Integer => {
            whole(value).and_then(|number| i32::try_from(number).ok()).map(|number| number.to_string())
        }
        ColumnKind::Long => whole(value).map(|number| number.to_string()),
        ColumnKind::Double => value.as_f64().map(|_| value.to_string()),
        ColumnKind::Text => value.as_str().map(text),
        ColumnKind::Uuid => {
            let uuid: Uuid = value.as_str()?.parse().ok()?;
            Some(if is_sqlite { format!("x'{}'", uuid.simple()) } else { text(&uuid.to_string()) })
        }
        ColumnKind::Date => value.as_str()?.parse::<NaiveDate>().ok().map(|date| text(&date.to_string())),
        ColumnKind::Moment => {
            let moment = DateTime::parse_from_rfc3339(value.as_str()?).ok()?.to_utc();
            Some(if is_sqlite { moment.timestamp_micros().to_string() } else { text(&moment.to_rfc3339()) })
        }
        ColumnKind::Json => Some(text(&value.to_string())),
        // In hexadecimal digits.
        ColumnKind::Bytes => {
            value.as_str().map(|digits| if is_sqlite { format!("x'{digits}'") } else { format!("'\\x{digits}'") })
        }
    }
}

/// A whole number, however it is written: `22.0` is one.
fn whole(value: &Value) -> Option<i64> {
    let rounded =
        || value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(|number| number as i64);
    value.as_i64().or_else(rounded)
}
