//! The rules of the grammar.

use std::borrow::Cow;

use serde_json::Value;

/// The prefix of the extensions that Dropspec defines.
pub const EXTENSION_PREFIX: &str = "x-dropspec-";

/// The values that are allowed at a place of the document.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// A string.
    Text,
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A non-negative integer.
    Count,
    /// Any value; it is data and contains no references.
    Any,
    /// An object.
    One(&'static ObjectRule),
    /// A boolean or an object.
    FlagOr(&'static ObjectRule),
    /// An array.
    List(&'static Rule),
    /// An object whose keys are names.
    Map(&'static Rule),
    /// The name of a schema, or a reference to one: a value of a discriminator's `mapping`.
    SchemaName,
    /// A reference to an operation.
    OperationReference,
}

/// The rule for a kind of object.
#[derive(Debug)]
pub struct ObjectRule {
    /// Its name in diagnostics.
    pub label: &'static str,
    /// The keys that are allowed.
    pub fields: &'static [(&'static str, Rule)],
    /// The keys that are required.
    pub required: &'static [&'static str],
    /// Two keys that are mutually exclusive.
    pub exclusive: Option<(&'static str, &'static str)>,
    /// The rule for all other keys.
    pub other_keys: Option<Rule>,
    /// The extensions of Dropspec that are allowed.
    pub extensions: &'static [&'static str],
    /// Whether a reference is allowed instead.
    pub reference: ReferenceRule,
}

/// Whether a reference is allowed instead of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceRule {
    /// Not allowed.
    Forbidden,
    /// Allowed; the target belongs to this section of the components.
    Component(&'static str),
    /// Allowed; there is no section of the components for the target, so that it is inlined.
    Inline,
}

impl ObjectRule {
    pub(super) const fn new(label: &'static str, fields: &'static [(&'static str, Rule)]) -> Self {
        let reference = ReferenceRule::Forbidden;
        Self { label, fields, required: &[], exclusive: None, other_keys: None, extensions: &[], reference }
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

    pub(super) const fn extensions(self, extensions: &'static [&'static str]) -> Self {
        Self { extensions, ..self }
    }

    pub(super) const fn component(self, section: &'static str) -> Self {
        Self { reference: ReferenceRule::Component(section), ..self }
    }

    pub(super) const fn inline(self) -> Self {
        Self { reference: ReferenceRule::Inline, ..self }
    }

    /// The rule for a key; `None` if it is unknown. Extensions are data, and those of Dropspec are known.
    pub fn rule(&self, key: &str) -> Option<Rule> {
        if key.starts_with("x-") {
            let known = !key.starts_with(EXTENSION_PREFIX) || self.extensions.contains(&key);
            return known.then_some(Rule::Any);
        }
        let field = self.fields.iter().find(|(name, _)| *name == key);
        field.map(|(_, rule)| *rule).or(self.other_keys)
    }

    /// The text of the reference that is used instead of the object.
    pub fn reference_in<'v>(&self, value: &'v Value) -> Option<&'v str> {
        if self.reference == ReferenceRule::Forbidden { None } else { value.get("$ref")?.as_str() }
    }
}

impl Rule {
    /// The rule for a value that is an object.
    pub fn object(self, value: &Value) -> Option<&'static ObjectRule> {
        match self {
            Self::One(object) => Some(object),
            Self::FlagOr(object) if !value.is_boolean() => Some(object),
            _ => None,
        }
    }

    /// The rule for the value at a key or index.
    pub fn rule_for(self, value: &Value, key: &str) -> Option<Rule> {
        match self {
            Self::List(item) | Self::Map(item) => Some(*item),
            _ => self.object(value)?.rule(key),
        }
    }
}

/// The children of a value with their keys or indices.
pub fn children(value: &Value) -> Box<dyn Iterator<Item = (Cow<'_, str>, &Value)> + '_> {
    match value {
        Value::Object(object) => Box::new(object.iter().map(|(key, part)| (key.into(), part))),
        Value::Array(items) => Box::new(items.iter().enumerate().map(|(index, part)| (index.to_string().into(), part))),
        _ => Box::new(std::iter::empty()),
    }
}
