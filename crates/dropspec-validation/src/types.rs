//! The types of JSON values.

use std::fmt;

use serde_json::Value;

/// A type that the keyword `type` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `array`.
    Array,
    /// `boolean`.
    Boolean,
    /// `integer`: a number without a fraction, however it is written.
    Integer,
    /// `null`.
    Null,
    /// `number`.
    Number,
    /// `object`.
    Object,
    /// `string`.
    String,
}

const ALL: [JsonType; 7] = [
    JsonType::Array,
    JsonType::Boolean,
    JsonType::Integer,
    JsonType::Null,
    JsonType::Number,
    JsonType::Object,
    JsonType::String,
];

impl JsonType {
    /// The name, as `type` has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Array => "array",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Null => "null",
            Self::Number => "number",
            Self::Object => "object",
            Self::String => "string",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        ALL.into_iter().find(|one| one.name() == name)
    }

    fn allows(self, value: &Value) -> bool {
        match self {
            Self::Array => value.is_array(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => {
                value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
            }
            Self::Null => value.is_null(),
            Self::Number => value.is_number(),
            Self::Object => value.is_object(),
            Self::String => value.is_string(),
        }
    }
}

/// The types that a schema allows, in the order in which it names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Types(Vec<JsonType>);

impl Types {
    /// Reads the value of `type`: a name or a list of names.
    pub(crate) fn read(keyword: &Value) -> Option<Self> {
        let names = keyword.as_array().map_or(std::slice::from_ref(keyword), Vec::as_slice);
        names.iter().map(|name| JsonType::from_name(name.as_str()?)).collect::<Option<_>>().map(Self)
    }

    /// Whether a type is named.
    #[must_use]
    pub fn contains(&self, one: JsonType) -> bool {
        self.0.contains(&one)
    }

    pub(crate) fn allow(&self, value: &Value) -> bool {
        self.0.iter().any(|one| one.allows(value))
    }
}

impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, one) in self.0.iter().enumerate() {
            write!(f, "{}'{}'", if index == 0 { "" } else { ", " }, one.name())?;
        }
        Ok(())
    }
}
