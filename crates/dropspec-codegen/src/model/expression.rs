//! JSON values as expressions of their types.

use std::fmt::Write;

use serde_json::Value;

use super::definition::{Presence, TypeKind};
use super::type_ref::{Scope, TypeRef};
use super::types::Types;

/// The maximum depth of a default.
const MAX_DEPTH: usize = 16;

impl Types<'_> {
    /// A value of the document as an expression of a type within the module `types`; `None` if the type cannot hold it.
    pub(crate) fn expression(&self, kind: &TypeRef, value: &Value) -> Option<String> {
        self.expression_at(kind, value, MAX_DEPTH)
    }

    fn expression_at(&self, kind: &TypeRef, value: &Value, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        Some(match (kind, value) {
            (TypeRef::Nullable(_), Value::Null) => "None".to_owned(),
            (TypeRef::Nullable(inner), _) => format!("Some({})", self.expression_at(inner, value, depth)?),
            (TypeRef::Boxed(inner), _) => {
                format!("{}::new({})", self.prelude("Box", Scope::Types), self.expression_at(inner, value, depth)?)
            }
            (TypeRef::Boolean, Value::Bool(value)) => value.to_string(),
            (TypeRef::Int32, Value::Number(_)) => i32::try_from(whole(value)?).ok()?.to_string(),
            (TypeRef::Int64, Value::Number(_)) => whole(value)?.to_string(),
            (TypeRef::Number, Value::Number(number)) => format!("{:?}", number.as_f64()?),
            (TypeRef::Text, Value::String(text)) if text.is_empty() => {
                format!("{}::new()", self.prelude("String", Scope::Types))
            }
            (TypeRef::Text, Value::String(text)) => format!("{text:?}.to_owned()"),
            (TypeRef::Uuid, Value::String(text)) => format!("::uuid::Uuid::from_u128({:#x})", uuid(text)?),
            // JSON has escapes that Rust does not have.
            (TypeRef::Json, value) => {
                let text = value.to_string();
                return (!text.contains("\\u")).then(|| format!("::serde_json::json!({text})"));
            }
            (TypeRef::Array(items), Value::Array(values)) => self.list(items, values, depth)?,
            (TypeRef::Map(_), Value::Object(values)) if values.is_empty() => {
                "::std::collections::BTreeMap::new()".to_owned()
            }
            (TypeRef::JsonObject, Value::Object(values)) if values.is_empty() => "::serde_json::Map::new()".to_owned(),
            (TypeRef::Named(id), value) => self.named(*id, value, depth)?,
            _ => return None,
        })
    }

    fn list(&self, items: &TypeRef, values: &[Value], depth: usize) -> Option<String> {
        if values.is_empty() {
            return Some(format!("{}::new()", self.prelude("Vec", Scope::Types)));
        }
        let values = values.iter().map(|value| self.expression_at(items, value, depth)).collect::<Option<Vec<_>>>()?;
        Some(format!("::std::vec![{}]", values.join(", ")))
    }

    fn named(&self, id: usize, value: &Value, depth: usize) -> Option<String> {
        let definition = &self.definitions()[id];
        let name = &definition.name;
        match (&definition.kind, value) {
            (TypeKind::Enum(found), Value::String(text)) => {
                let (_, variant) = found.variants.iter().find(|(known, _)| known == text)?;
                Some(format!("{name}::{variant}"))
            }
            (TypeKind::Wrapper(inner), value) => Some(format!("{name}({})", self.expression_at(inner, value, depth)?)),
            (TypeKind::Struct(found), Value::Object(values)) if found.extra.is_none() => {
                if values.keys().any(|given| found.field(given).is_none()) {
                    return None;
                }
                let mut expression = format!("{name} {{ ");
                for field in &found.fields {
                    let value = match (values.get(field.property), field.presence) {
                        (Some(value), Presence::Optional) => {
                            format!("Some({})", self.expression_at(&field.kind, value, depth)?)
                        }
                        (Some(value), _) => self.expression_at(&field.kind, value, depth)?,
                        (None, Presence::Required) => return None,
                        (None, Presence::Optional) => "None".to_owned(),
                        (None, Presence::Default(value)) => self.expression_at(&field.kind, value, depth)?,
                    };
                    // Writing to a string does not fail.
                    let _ = write!(expression, "{}: {value}, ", field.name);
                }
                Some(expression + "}")
            }
            _ => None,
        }
    }
}

/// A number without a fraction.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15)?;
        #[allow(clippy::cast_possible_truncation, reason = "whole and exact, as just checked")]
        Some(number as i64)
    })
}

/// The bits of a UUID.
fn uuid(text: &str) -> Option<u128> {
    let digits: String = text.chars().filter(|character| *character != '-').collect();
    (digits.len() == 32).then(|| u128::from_str_radix(&digits, 16).ok())?
}
