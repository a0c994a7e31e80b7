//! The rules of the grammar: objects, their keys, and what may stand in their place.

use std::borrow::Cow;

use serde_json::Value;

/// What may stand in a place.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// A string.
    Text,
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A whole number that is not negative.
    Count,
    /// Anything: data, in which nothing is a reference.
    Any,
    /// An object of the grammar.
    One(&'static ObjectRule),
    /// True, false, or an object of the grammar.
    FlagOr(&'static ObjectRule),
    /// An array.
    List(&'static Rule),
    /// An object with names for keys.
    Map(&'static Rule),
    /// The name of a schema, or a reference to one: a value of a discriminator's `mapping`.
    SchemaName,
    /// A reference to an operation.
    OperationReference,
}

/// A kind of object.
#[derive(Debug)]
pub struct ObjectRule {
    /// What it is called in diagnostics.
    pub label: &'static str,
    /// The keys that it may have.
    pub fields: &'static [(&'static str, Rule)],
    /// The keys that it must have.
    pub required: &'static [&'static str],
    /// Two keys that exclude each other.
    pub exclusive: Option<(&'static str, &'static str)>,
    /// What stands under all other keys.
    pub other_keys: Option<Rule>,
    /// What may stand in its place.
    pub reference: ReferenceRule,
}

/// Whether a reference may stand in place of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceRule {
    /// It may not.
    Forbidden,
    /// It may. What is referred to has its place in this section of the components.
    Component(&'static str),
    /// It may, but there is no section of the components for it.
    Inline,
}

impl ObjectRule {
    pub(super) const fn new(label: &'static str, fields: &'static [(&'static str, Rule)]) -> Self {
        Self { label, fields, required: &[], exclusive: None, other_keys: None, reference: ReferenceRule::Forbidden }
    }

    pub(super) const fn required(self, required: &'static [&'static str]) -> Self {
        Self { required, ..self }
    }

    pub(super) const fn exclusive(self, one: &'static str, other: &'static str) -> Self {
        Self { exclusive: Some((one, other)), ..self }
    }

    pub(super) const fn other_keys(self, other_keys: Rule) -> Self {
        Self { other_keys: Some(other_keys), ..self }
    }

    pub(super) const fn component(self, section: &'static str) -> Self {
        Self { reference: ReferenceRule::Component(section), ..self }
    }

    pub(super) const fn inline(self) -> Self {
        Self { reference: ReferenceRule::Inline, ..self }
    }

    /// What stands under a key; nothing if it is unknown. Extensions are data.
    pub fn rule(&self, key: &str) -> Option<Rule> {
        let field = self.fields.iter().find(|(name, _)| *name == key);
        field.map(|(_, rule)| *rule).or_else(|| if key.starts_with("x-") { Some(Rule::Any) } else { self.other_keys })
    }

    /// The reference that stands in place of such an object, as a string.
    pub fn reference_in<'v>(&self, value: &'v Value) -> Option<&'v str> {
        if self.reference == ReferenceRule::Forbidden { None } else { value.get("$ref")?.as_str() }
    }
}

impl Rule {
    /// The object that a value of this form is.
    pub fn object(self, value: &Value) -> Option<&'static ObjectRule> {
        match self {
            Self::One(object) => Some(object),
            Self::FlagOr(object) if !value.is_boolean() => Some(object),
            _ => None,
        }
    }

    /// What stands under a key of a value of this form, or at an index.
    pub fn rule_for(self, value: &Value, key: &str) -> Option<Rule> {
        match self {
            Self::List(item) | Self::Map(item) => Some(*item),
            _ => self.object(value)?.rule(key),
        }
    }
}

/// The parts of a value, each with its key or index.
pub fn children(value: &Value) -> Box<dyn Iterator<Item = (Cow<'_, str>, &Value)> + '_> {
    match value {
        Value::Object(object) => Box::new(object.iter().map(|(key, part)| (key.into(), part))),
        Value::Array(items) => Box::new(items.iter().enumerate().map(|(index, part)| (index.to_string().into(), part))),
        _ => Box::new(std::iter::empty()),
    }
}
