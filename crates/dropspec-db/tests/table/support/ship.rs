//! A record with a column of each kind, and with columns that may hold nothing.

use std::fmt::{self, Display};
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use dropspec_schema::encode::Encode;
use dropspec_schema::{Components, Schema};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A ship.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ship {
    #[serde(default = "Uuid::now_v7")]
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) class: Class,
    #[serde(default)]
    pub(crate) afloat: bool,
    pub(crate) berths: i32,
    pub(crate) tonnage: i64,
    pub(crate) length: f64,
    pub(crate) launched: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nickname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) crew: Option<i32>,
    pub(crate) draught: Option<f64>,
    pub(crate) owner: Option<Uuid>,
    pub(crate) seen: Option<DateTime<Utc>>,
    pub(crate) notes: Option<serde_json::Value>,
    pub(crate) cost: Option<String>,
}

/// The class of a ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Class {
    Barque,
    Brig,
    Cutter,
}

/// A ship like any other.
pub(crate) fn ship(name: &str) -> Ship {
    Ship {
        id: Uuid::now_v7(),
        name: name.to_owned(),
        class: Class::Brig,
        afloat: true,
        berths: 12,
        tonnage: 400,
        length: 38.5,
        launched: NaiveDate::default(),
        nickname: None,
        crew: None,
        draught: None,
        owner: None,
        seen: None,
        notes: None,
        cost: None,
    }
}

static COMPONENTS: Components = Components::new("{}");

/// The schema of a ship, which is that of a new one as well.
pub(crate) static SCHEMA: Schema = Schema::new(
    &COMPONENTS,
    r#"{
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "class", "berths", "tonnage", "length", "launched"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "name": { "type": "string", "minLength": 1, "maxLength": 100 },
            "class": { "type": "string", "enum": ["barque", "brig", "cutter"] },
            "afloat": { "type": "boolean", "default": false },
            "berths": { "type": "integer", "format": "int32", "minimum": 0 },
            "tonnage": { "type": "integer" },
            "length": { "type": "number" },
            "launched": { "type": "string", "format": "date" },
            "nickname": { "type": "string" },
            "crew": { "type": "integer", "format": "int32" },
            "draught": { "type": ["number", "null"] },
            "owner": { "type": ["string", "null"], "format": "uuid" },
            "seen": { "type": ["string", "null"], "format": "date-time" },
            "notes": {},
            "cost": { "type": ["string", "null"], "format": "decimal" }
        }
    }"#,
);

impl Encode for Ship {
    fn encode(&self, out: &mut Vec<u8>) {
        serde_json::to_writer(out, self).unwrap();
    }
}

impl Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Barque => "barque",
            Self::Brig => "brig",
            Self::Cutter => "cutter",
        })
    }
}

impl FromStr for Class {
    type Err = NoClass;

    fn from_str(text: &str) -> Result<Self, NoClass> {
        let classes = [Self::Barque, Self::Brig, Self::Cutter];
        classes.into_iter().find(|class| class.to_string() == text).ok_or(NoClass)
    }
}

/// What is no class.
#[derive(Debug, thiserror::Error)]
#[error("this is no class of ships")]
pub(crate) struct NoClass;
