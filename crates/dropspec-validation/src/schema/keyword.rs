//! The keywords of a schema.

use std::collections::HashMap;
use std::ops::ControlFlow::{self, Continue};
use std::sync::Arc;

use serde_json::{Number, Value};

use crate::error::{ErrorKind, ValidationError};
use crate::format::Format;
use crate::number::{compare, is_multiple};
use crate::order::{are_equal, are_unique};
use crate::pattern::{Matched, Pattern};
use crate::place::Place;
use crate::types::Types;

use super::{Lookup, Report, Schema};

/// The schemas of properties by name.
pub(crate) type Properties = Arc<HashMap<String, Schema>>;

/// A keyword with its value, or several that belong together.
#[derive(Debug)]
pub(crate) enum Keyword {
    AdditionalProperties {
        described: Properties,
        schema: Box<Schema>,
    },
    AllOf(Vec<Schema>),
    AnyOf(Vec<Schema>),
    /// `enum`, as an array, or `const`.
    Enum(Value),
    ExclusiveMaximum(Number),
    ExclusiveMinimum(Number),
    Format(Format),
    /// `if`, with `then`.
    If(Box<[Schema; 2]>),
    Items(Box<Schema>),
    Maximum(Number),
    MaxItems(u64),
    MaxLength(u64),
    MaxProperties(u64),
    Minimum(Number),
    MinItems(u64),
    MinLength(u64),
    MinProperties(u64),
    MultipleOf(Number),
    /// `not`, compiled and as it was written.
    Not(Box<Schema>, Value),
    OneOf(Vec<Schema>),
    Pattern(Pattern),
    Properties(Properties),
    Required(Vec<String>),
    Type(Types),
    UniqueItems,
}

impl Keyword {
    /// Reports what the value does not satisfy.
    pub(crate) fn validate(
        &self,
        named: &dyn Lookup,
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
    ) -> ControlFlow<()> {
        match self {
            Self::AdditionalProperties { .. } | Self::Properties(_) | Self::Required(_) => {
                self.validate_properties(named, value, place, report)
            }
            Self::Items(schema) => {
                let mut items = value.as_array().into_iter().flatten().enumerate();
                items.try_for_each(|(index, item)| schema.validate(named, item, &place.item(index), report))
            }
            Self::AllOf(parts) => parts.iter().try_for_each(|part| part.validate(named, value, place, report)),
            Self::If(parts) if parts[0].allows(named, value) => parts[1].validate(named, value, place, report),
            _ => match self.error(named, value) {
                Some(kind) => report(&ValidationError { kind, value, place }),
                None => Continue(()),
            },
        }
    }

    /// Validates the properties of an object.
    fn validate_properties(
        &self,
        named: &dyn Lookup,
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
    ) -> ControlFlow<()> {
        let Some(object) = value.as_object() else { return Continue(()) };
        match self {
            Self::Properties(described) => object.iter().try_for_each(|(name, property)| {
                let Some(schema) = described.get(name) else { return Continue(()) };
                schema.validate(named, property, &place.property(name), report)
            }),
            Self::AdditionalProperties { described, schema } => {
                let mut others = object.iter().filter(|(name, _)| !described.contains_key(*name));
                others.try_for_each(|(name, property)| match **schema {
                    Schema::False => {
                        report(&ValidationError { kind: ErrorKind::AdditionalProperty(name), value, place })
                    }
                    _ => schema.validate(named, property, &place.property(name), report),
                })
            }
            Self::Required(names) => names
                .iter()
                .filter(|name| !object.contains_key(*name))
                .try_for_each(|name| report(&ValidationError { kind: ErrorKind::Required(name), value, place })),
            _ => Continue(()),
        }
    }

    /// The error of the value itself, by keywords that have one at most.
    fn error(&self, named: &dyn Lookup, value: &Value) -> Option<ErrorKind<'_>> {
        let error = match (self, value) {
            (Self::Type(types), _) if !types.allow(value) => ErrorKind::Type(types),
            (Self::Enum(options), _) if !contains(options, value) => ErrorKind::Enum(options),
            (Self::AnyOf(parts), _) if !parts.iter().any(|part| part.allows(named, value)) => ErrorKind::AnyOf,
            (Self::OneOf(parts), _) => match parts.iter().filter(|part| part.allows(named, value)).take(2).count() {
                0 => ErrorKind::OneOfNone,
                1 => return None,
                _ => ErrorKind::OneOfSeveral,
            },
            (Self::Not(schema, written), _) if schema.allows(named, value) => ErrorKind::Not(written),
            (_, Value::Number(number)) => return self.error_of_number(number),
            (_, Value::String(text)) => return self.error_of_text(text),
            (Self::MinItems(limit), Value::Array(items)) if size(items.len()) < *limit => ErrorKind::MinItems(*limit),
            (Self::MaxItems(limit), Value::Array(items)) if size(items.len()) > *limit => ErrorKind::MaxItems(*limit),
            (Self::UniqueItems, Value::Array(items)) if !are_unique(items) => ErrorKind::UniqueItems,
            (Self::MinProperties(limit), Value::Object(object)) if size(object.len()) < *limit => {
                ErrorKind::MinProperties(*limit)
            }
            (Self::MaxProperties(limit), Value::Object(object)) if size(object.len()) > *limit => {
                ErrorKind::MaxProperties(*limit)
            }
            _ => return None,
        };
        Some(error)
    }

    fn error_of_number(&self, number: &Number) -> Option<ErrorKind<'_>> {
        Some(match self {
            Self::Minimum(limit) if compare(number, limit).is_lt() => ErrorKind::Minimum(limit),
            Self::Maximum(limit) if compare(number, limit).is_gt() => ErrorKind::Maximum(limit),
            Self::ExclusiveMinimum(limit) if compare(number, limit).is_le() => ErrorKind::ExclusiveMinimum(limit),
            Self::ExclusiveMaximum(limit) if compare(number, limit).is_ge() => ErrorKind::ExclusiveMaximum(limit),
            Self::MultipleOf(divisor) if !is_multiple(number, divisor) => ErrorKind::MultipleOf(divisor),
            _ => return None,
        })
    }

    fn error_of_text(&self, text: &str) -> Option<ErrorKind<'_>> {
        Some(match self {
            Self::MinLength(limit) if size(text.chars().count()) < *limit => ErrorKind::MinLength(*limit),
            Self::MaxLength(limit) if size(text.chars().count()) > *limit => ErrorKind::MaxLength(*limit),
            Self::Format(format) if !format.allows(text) => ErrorKind::Format(format.name()),
            Self::Pattern(pattern) => match pattern.matches(text) {
                Matched::Yes => return None,
                Matched::No => ErrorKind::Pattern(pattern.source()),
                Matched::TooManySteps => ErrorKind::PatternSteps,
            },
            _ => return None,
        })
    }

    /// The schemas that apply to the same value as the one of this keyword.
    pub(crate) fn in_place(&self) -> &[Schema] {
        match self {
            Self::AllOf(parts) | Self::AnyOf(parts) | Self::OneOf(parts) => parts,
            Self::If(parts) => parts.as_slice(),
            Self::Not(schema, _) => std::slice::from_ref(schema),
            _ => &[],
        }
    }
}

/// Whether an array contains a value.
fn contains(options: &Value, value: &Value) -> bool {
    options.as_array().into_iter().flatten().any(|option| are_equal(option, value))
}

/// A length as the limits are held.
fn size(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
