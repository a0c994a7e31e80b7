//! The shapes of schemas that the fast validator supports.

use serde_json::Value;

use super::formats::{service_format, special_format};
use super::pattern::pattern;
use super::reference::reference_name;
use super::types::{admits_null, is_alias};
use crate::node::{Checked, Node};

/// Up to here every integer is exact in a double.
const MAX_EXACT_INTEGER: u128 = 9_007_199_254_740_992;

/// A schema as the fast validator decodes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `type: boolean`.
    Boolean,
    /// `type: integer`.
    Integer {
        /// The width of the Rust type: 32 or 64.
        bits: u8,
        /// The minimum, inclusive.
        minimum: Option<i64>,
        /// The maximum, inclusive.
        maximum: Option<i64>,
        /// `multipleOf`.
        multiple_of: Option<i64>,
    },
    /// `type: number`.
    Number {
        /// `minimum`, and whether it is exclusive.
        minimum: Option<(f64, bool)>,
        /// `maximum`, and whether it is exclusive.
        maximum: Option<(f64, bool)>,
        /// Whether digits beyond those of a double are dropped: `format: double` or `float`.
        rounded: bool,
    },
    /// `type: string`.
    Text {
        /// `minLength`, in code points.
        min_length: Option<u64>,
        /// `maxLength`, in code points.
        max_length: Option<u64>,
        /// `pattern`, in the syntax of the crate `regex`.
        pattern: Option<String>,
        /// A `format` that the service checks.
        format: Option<String>,
    },
    /// `type: string, format: uuid`.
    Uuid,
    /// `type: string` with an `enum`.
    Enum,
    /// `type: array`.
    Array {
        /// `items`.
        items: Box<Shape>,
        /// `minItems`.
        min_items: Option<u64>,
        /// `maxItems`.
        max_items: Option<u64>,
    },
    /// A reference to a named object.
    Object(String),
    /// A reference to a named enum of strings.
    NamedEnum(String),
    /// A nullable shape.
    Nullable(Box<Shape>),
}

impl Shape {
    /// Whether it is a single value that plain text can hold.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Self::Array { .. } | Self::Object(_) | Self::Nullable(_))
    }
}

/// The shape of a schema; `None` if only the complete validator supports it.
pub fn shape(node: &Node<'_>) -> Checked<Option<Shape>> {
    if let Some(name) = reference_name(node)? {
        let target = node.resolve()?;
        // A reference to a reference becomes a newtype around the target, which the fast validator does not support.
        let direct = target.pointer().strip_prefix("/components/schemas/") == Some(name);
        return Ok(match target.text("type")? {
            _ if is_alias(&target)? => return shape(&target),
            Some("object") if direct && is_plain_object(&target)? => Some(Shape::Object(name.to_owned())),
            Some("string") if direct && shape(&target)? == Some(Shape::Enum) => Some(Shape::NamedEnum(name.to_owned())),
            _ => None,
        });
    }
    if ["allOf", "anyOf", "oneOf", "not"].iter().any(|key| node.get(key).is_some()) {
        return Ok(None);
    }
    let shape = match node.text("type")? {
        Some("boolean") if node.get("enum").is_none() => Some(Shape::Boolean),
        Some("integer") if node.get("enum").is_none() => integer(node)?,
        Some("number") if node.get("enum").is_none() => number(node)?,
        Some("string") => text(node)?,
        Some("array") => array(node)?,
        _ => None,
    };
    let nullable = admits_null(node)?;
    Ok(shape.map(|shape| if nullable { Shape::Nullable(Box::new(shape)) } else { shape }))
}

/// Whether an object has only named properties, all of them supported by the fast validator.
pub fn is_plain_object(node: &Node<'_>) -> Checked<bool> {
    let plain = ["allOf", "anyOf", "oneOf", "not", "minProperties", "maxProperties", "enum", "nullable"]
        .iter()
        .all(|key| node.get(key).is_none());
    let extra = node.get("additionalProperties").is_some_and(|extra| extra.value().is_object());
    let Some(properties) = node.get("properties") else { return Ok(false) };
    // A property may be required without being described.
    let described = |name: &Node<'_>| name.value().as_str().is_some_and(|name| properties.get(name).is_some());
    Ok(plain && !extra && node.items_of("required")?.iter().all(described))
}

fn integer(node: &Node<'_>) -> Checked<Option<Shape>> {
    let bits = if node.text("format")? == Some("int32") { 32 } else { 64 };
    // Bounds beyond 64 bits exclude nothing that the type has.
    let minimum = least(node)?.filter(|minimum| *minimum > i64::MIN.into());
    let maximum = most(node)?.filter(|maximum| *maximum < i64::MAX.into());
    let multiple_of = node.number("multipleOf")?;
    let is_exact = |value: &Option<i128>| value.is_none_or(|value| value.unsigned_abs() < MAX_EXACT_INTEGER);
    if multiple_of.is_some_and(|value| value.fract() != 0.0) {
        return Ok(None);
    }
    #[allow(clippy::cast_possible_truncation, reason = "whole, as just checked, and saturates")]
    let multiple_of = multiple_of.map(|value| value as i128);
    if ![minimum, maximum, multiple_of].iter().all(is_exact) {
        return Ok(None);
    }
    let narrow = |value: Option<i128>| value.and_then(|value| i64::try_from(value).ok());
    let [minimum, maximum, multiple_of] = [minimum, maximum, multiple_of].map(narrow);
    Ok(Some(Shape::Integer { bits, minimum, maximum, multiple_of }))
}

/// The smallest integer that `minimum` allows.
fn least(node: &Node<'_>) -> Checked<Option<i128>> {
    let exclusive = node.flag("exclusiveMinimum")?;
    #[allow(clippy::cast_possible_truncation, reason = "saturates far beyond 64 bits")]
    let least =
        |double: f64| if exclusive { (double.floor() as i128).saturating_add(1) } else { double.ceil() as i128 };
    Ok(node.number("minimum")?.zip(node.get("minimum")).map(|(double, bound)| match whole(bound.value()) {
        Some(whole) => whole + i128::from(exclusive),
        None => least(double),
    }))
}

/// The largest integer that `maximum` allows.
fn most(node: &Node<'_>) -> Checked<Option<i128>> {
    let exclusive = node.flag("exclusiveMaximum")?;
    #[allow(clippy::cast_possible_truncation, reason = "saturates far beyond 64 bits")]
    let most = |double: f64| if exclusive { (double.ceil() as i128).saturating_sub(1) } else { double.floor() as i128 };
    Ok(node.number("maximum")?.zip(node.get("maximum")).map(|(double, bound)| match whole(bound.value()) {
        Some(whole) => whole - i128::from(exclusive),
        None => most(double),
    }))
}

fn number(node: &Node<'_>) -> Checked<Option<Shape>> {
    // A bound between two doubles needs the exact comparison of the complete validator.
    let exact = |key| node.get(key).is_none_or(|bound| is_exact(bound.value()));
    if node.get("multipleOf").is_some() || !exact("minimum") || !exact("maximum") {
        return Ok(None);
    }
    let (mut minimum, mut maximum) =
        (bound(node, "minimum", "exclusiveMinimum")?, bound(node, "maximum", "exclusiveMaximum")?);
    if node.text("format")? == Some("float") {
        let (least, most) = (f64::from(f32::MIN), f64::from(f32::MAX));
        minimum = minimum.filter(|(bound, _)| *bound >= least).or(Some((least, false)));
        maximum = maximum.filter(|(bound, _)| *bound <= most).or(Some((most, false)));
    }
    let rounded = matches!(node.text("format")?, Some("double" | "float"));
    Ok(Some(Shape::Number { minimum, maximum, rounded }))
}

/// Whether a double represents a number of the document exactly.
fn is_exact(number: &Value) -> bool {
    #[allow(clippy::cast_possible_truncation, reason = "a double is whole here, and within 65 bits")]
    whole(number).is_none_or(|whole| number.as_f64().is_some_and(|double| double as i128 == whole))
}

/// A number that is written as an integer of 64 bits.
fn whole(number: &Value) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

fn bound(node: &Node<'_>, key: &str, exclusive: &str) -> Checked<Option<(f64, bool)>> {
    let exclusive = node.flag(exclusive)?;
    Ok(node.number(key)?.map(|bound| (bound, exclusive)))
}

fn text(node: &Node<'_>) -> Checked<Option<Shape>> {
    let constrained = ["minLength", "maxLength", "pattern"].iter().any(|key| node.get(key).is_some());
    let (special, format) = (special_format(node)?, service_format(node)?.map(str::to_owned));
    if let Some(values) = node.get("enum") {
        let values = values.value().as_array().map(Vec::as_slice).unwrap_or_default();
        let strings =
            values.iter().any(Value::is_string) && values.iter().all(|value| value.is_string() || value.is_null());
        return Ok((strings && !constrained && special.is_none() && format.is_none()).then_some(Shape::Enum));
    }
    match special {
        Some("uuid") => return Ok((!constrained).then_some(Shape::Uuid)),
        Some(_) => return Ok(None),
        None => {}
    }
    let pattern = pattern(node)?;
    if pattern.is_none() && node.get("pattern").is_some() {
        return Ok(None);
    }
    let (min_length, max_length) = (node.count("minLength")?, node.count("maxLength")?);
    Ok(Some(Shape::Text { min_length, max_length, pattern, format }))
}

fn array(node: &Node<'_>) -> Checked<Option<Shape>> {
    let items = shape(&node.require("items")?)?;
    if node.flag("uniqueItems")? || node.get("enum").is_some() {
        return Ok(None);
    }
    let (min_items, max_items) = (node.count("minItems")?, node.count("maxItems")?);
    Ok(items.map(|items| Shape::Array { items: Box::new(items), min_items, max_items }))
}
