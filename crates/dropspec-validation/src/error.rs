//! What is wrong with a value.

use std::fmt;

use serde_json::{Number, Value};

use crate::place::Place;
use crate::repr::{Quoted, Repr};
use crate::types::Types;

/// A keyword of a schema that a value does not satisfy. Its message is that of Python's `jsonschema`.
#[derive(Clone, Copy, Debug)]
pub struct ValidationError<'e> {
    /// The keyword, and what it demands.
    pub kind: ErrorKind<'e>,
    /// The value that does not satisfy it.
    pub value: &'e Value,
    /// The place of that value.
    pub place: &'e Place<'e>,
}

/// A keyword, and what it demands.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ErrorKind<'e> {
    /// `additionalProperties: false`: the name of a property that is not described.
    AdditionalProperty(&'e str),
    /// `anyOf`.
    AnyOf,
    /// `enum`, or `const`: the array of the values that are allowed.
    Enum(&'e Value),
    /// `exclusiveMaximum`.
    ExclusiveMaximum(&'e Number),
    /// `exclusiveMinimum`.
    ExclusiveMinimum(&'e Number),
    /// A schema that allows no value.
    FalseSchema,
    /// `format`.
    Format(&'e str),
    /// `maximum`.
    Maximum(&'e Number),
    /// `maxItems`.
    MaxItems(u64),
    /// `maxLength`.
    MaxLength(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// `minimum`.
    Minimum(&'e Number),
    /// `minItems`.
    MinItems(u64),
    /// `minLength`.
    MinLength(u64),
    /// `minProperties`.
    MinProperties(u64),
    /// `multipleOf`.
    MultipleOf(&'e Number),
    /// `not`, with its schema.
    Not(&'e Value),
    /// `oneOf`, of which none allows the value.
    OneOfNone,
    /// `oneOf`, of which several allow the value.
    OneOfSeveral,
    /// `pattern`.
    Pattern(&'e str),
    /// `pattern`: the text takes more steps than are allowed.
    PatternSteps,
    /// `required`: the name of a property that is missing.
    Required(&'e str),
    /// `type`.
    Type(&'e Types),
    /// `uniqueItems`.
    UniqueItems,
}

impl fmt::Display for ValidationError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = Repr(self.value);
        match self.kind {
            ErrorKind::AdditionalProperty(name) => {
                write!(f, "Additional properties are not allowed ({} was unexpected)", Quoted(name))
            }
            ErrorKind::AnyOf | ErrorKind::OneOfNone => write!(f, "{value} is not valid under any of the given schemas"),
            ErrorKind::Enum(options) => write!(f, "{value} is not one of {}", Repr(options)),
            ErrorKind::ExclusiveMaximum(limit) => {
                write!(f, "{value} is greater than or equal to the maximum of {limit}")
            }
            ErrorKind::ExclusiveMinimum(limit) => write!(f, "{value} is less than or equal to the minimum of {limit}"),
            ErrorKind::FalseSchema => f.write_str("no value is allowed here"),
            ErrorKind::Format(format) => write!(f, "{value} is not a '{format}'"),
            ErrorKind::Maximum(limit) => write!(f, "{value} is greater than the maximum of {limit}"),
            ErrorKind::MaxItems(limit) | ErrorKind::MaxLength(limit) => {
                write!(f, "{value} is too long (the most is {limit})")
            }
            ErrorKind::MaxProperties(_) => write!(f, "{value} has too many properties"),
            ErrorKind::Minimum(limit) => write!(f, "{value} is less than the minimum of {limit}"),
            ErrorKind::MinItems(limit) | ErrorKind::MinLength(limit) => {
                write!(f, "{value} is too short (the least is {limit})")
            }
            ErrorKind::MinProperties(_) => write!(f, "{value} does not have enough properties"),
            ErrorKind::MultipleOf(divisor) => write!(f, "{value} is not a multiple of {divisor}"),
            ErrorKind::Not(schema) if schema["readOnly"] == true => {
                f.write_str("the property is read-only: leave it out")
            }
            ErrorKind::Not(schema) if schema["writeOnly"] == true => {
                f.write_str("the property is write-only: leave it out")
            }
            ErrorKind::Not(schema) => write!(f, "{value} should not be valid under {}", Repr(schema)),
            ErrorKind::OneOfSeveral => write!(f, "{value} is valid under more than one of the given schemas"),
            ErrorKind::Pattern(pattern) => write!(f, "{value} does not match {}", Quoted(pattern)),
            ErrorKind::PatternSteps => write!(f, "{value} is too long or too irregular for its pattern"),
            ErrorKind::Required(name) => write!(f, "{} is a required property", Quoted(name)),
            ErrorKind::Type(types) => write!(f, "{value} is not of type {types}"),
            ErrorKind::UniqueItems => write!(f, "{value} has non-unique elements"),
        }
    }
}
