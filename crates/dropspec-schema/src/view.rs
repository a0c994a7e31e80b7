//! A schema, or one within it, as far as it says how plain text is to be read.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::components::Components;
use super::plain_text;
use super::precision::NumberKinds;

/// The maximum depth of compositions that are inspected.
const MAX_DEPTH: usize = 16;

/// A schema, or one within it. What it knows nothing of is [`Value::Null`], which says nothing.
#[derive(Clone, Copy)]
pub struct SchemaView<'s> {
    pub(super) components: &'s Components,
    pub(super) schema: &'s Value,
}

/// The types that a schema speaks of.
#[derive(Clone, Copy, Default)]
pub struct Kinds {
    /// Numbers.
    pub number: bool,
    /// `true` and `false`.
    pub boolean: bool,
    /// Arrays.
    pub array: bool,
    /// Objects.
    pub object: bool,
    /// Strings.
    pub text: bool,
    /// `null`.
    pub null: bool,
}

impl<'s> SchemaView<'s> {
    /// The types that a value may have. A schema that allows any type names none.
    pub fn kinds(self) -> Kinds {
        let mut kinds = Kinds::default();
        self.visit(MAX_DEPTH, &mut |schema| {
            for name in names(&schema["type"]) {
                kinds.number |= matches!(name, "integer" | "number");
                kinds.boolean |= name == "boolean";
                kinds.array |= name == "array";
                kinds.object |= name == "object";
                kinds.text |= name == "string";
                kinds.null |= name == "null";
            }
        });
        kinds
    }

    /// The schema of the items of an array.
    pub fn items(self) -> Self {
        self.find(|schema| schema.get("items"))
    }

    /// The schema of a property, or of the properties without a schema of their own.
    pub fn property(self, name: &str) -> Self {
        let named = self.find(|schema| schema.get("properties")?.get(name));
        if named.schema.is_null() { self.find(|schema| schema.get("additionalProperties")) } else { named }
    }

    /// Whether a property has a schema of its own.
    pub fn has_property(self, name: &str) -> bool {
        !self.find(|schema| schema.get("properties")?.get(name)).schema.is_null()
    }

    /// Whether a property is required.
    pub fn requires(self, name: &str) -> bool {
        let mut found = false;
        let mut look = |schema: &Value| {
            let mut required = schema["required"].as_array().into_iter().flatten();
            found |= required.any(|required| required == name);
        };
        self.visit(MAX_DEPTH, &mut look);
        found
    }

    /// Whether a string is a timestamp (`format: date-time`).
    pub fn is_timestamp(self) -> bool {
        self.find(|schema| schema.get("format")).schema == "date-time"
    }

    /// Whether a string is encoded bytes (`format: binary`).
    pub fn is_binary(self) -> bool {
        self.find(|schema| schema.get("format")).schema == "binary"
    }

    /// Whether no value has a comma, since all of them are known.
    pub fn has_no_commas(self) -> bool {
        let choices = self.find(|schema| schema.get("enum")).schema.as_array();
        choices.is_some_and(|choices| choices.iter().all(|choice| !choice.to_string().contains(',')))
    }

    /// How numbers are held.
    pub(super) fn number_kinds(self) -> NumberKinds {
        let mut kinds = NumberKinds::default();
        self.visit(MAX_DEPTH, &mut |schema| {
            let mut names = names(&schema["type"]);
            kinds.integer |= names.clone().any(|name| name == "integer");
            kinds.double |= names.any(|name| name == "number");
            kinds.rounded |= schema["format"] == "double" || schema["format"] == "float";
        });
        kinds
    }

    /// Reads a value that is written as plain text as one of the types that the schema speaks of; what cannot be read so, or would not be
    /// kept, stays a string.
    pub fn read(self, text: Cow<'_, str>) -> Value {
        let kinds = self.kinds();
        let number = kinds.number.then(|| plain_text::number(&text)).flatten();
        let number = number.filter(|_| self.number_kinds().loss(&text).is_none()).map(Value::Number);
        let value = number.or_else(|| kinds.boolean.then(|| plain_text::boolean(&text)).flatten().map(Value::Bool));
        value.unwrap_or_else(|| Value::String(text.into_owned()))
    }

    /// Reads an array whose items are written as plain text.
    pub fn read_items<'t>(self, items: impl IntoIterator<Item = Cow<'t, str>>) -> Value {
        let schema = self.items();
        items.into_iter().map(|text| schema.read(text)).collect()
    }

    /// Reads an object whose properties are written as plain text.
    pub fn read_object<'t>(self, properties: impl IntoIterator<Item = (Cow<'t, str>, Cow<'t, str>)>) -> Value {
        let read = |(name, text): (Cow<'t, str>, Cow<'t, str>)| {
            let value = self.property(&name).read(text);
            (name.into_owned(), value)
        };
        Value::Object(properties.into_iter().map(read).collect::<Map<_, _>>())
    }

    /// The first part of the composition that `pick` picks something from.
    fn find(self, pick: impl Fn(&'s Value) -> Option<&'s Value>) -> Self {
        let mut found = None;
        self.visit(MAX_DEPTH, &mut |schema| found = found.or_else(|| pick(schema)));
        Self { schema: found.unwrap_or(&Value::Null), ..self }
    }

    /// Visits the schema and all schemas that it is composed of.
    fn visit(self, depth: usize, look: &mut impl FnMut(&'s Value)) {
        let schema = self.components.resolve(self.schema);
        look(schema);
        let Some(depth) = depth.checked_sub(1) else { return };
        for key in ["allOf", "anyOf", "oneOf"] {
            let parts = schema.get(key).and_then(Value::as_array).into_iter().flatten();
            parts.for_each(|part| Self { schema: part, ..self }.visit(depth, look));
        }
    }
}

/// The names of a type: one, or several.
fn names(kind: &Value) -> impl Iterator<Item = &str> + Clone {
    kind.as_str().into_iter().chain(kind.as_array().into_iter().flatten().filter_map(Value::as_str))
}
