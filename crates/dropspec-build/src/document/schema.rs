//! Schemas: which keywords are understood, and what the fast path can make of them.

use serde_json::Value;

use super::keywords::check_keywords;
use super::node::{Node, Read, collect};

/// The bounds of a double's integers that are all exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A schema as the fast path decodes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `type: boolean`.
    Boolean,
    /// `type: integer`.
    Integer {
        /// The width of the type that holds it: 32 or 64.
        bits: u8,
        /// The least value allowed.
        minimum: Option<i64>,
        /// The greatest value allowed.
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
    },
    /// `type: string`.
    Text {
        /// `minLength`, in code points.
        min_length: Option<u64>,
        /// `maxLength`, in code points.
        max_length: Option<u64>,
        /// `pattern`, in the syntax of the crate `regex`.
        pattern: Option<String>,
    },
    /// `type: string, format: uuid`.
    Uuid,
    /// `type: string` with an `enum`.
    Choice,
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
    NamedChoice(String),
    /// `nullable: true` around another.
    Nullable(Box<Shape>),
}

impl Shape {
    /// Whether it is one value that can stand in plain text.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Self::Array { .. } | Self::Object(_) | Self::Nullable(_))
    }
}

/// Refuses a schema that has an unknown keyword, or a value that a keyword cannot have.
pub fn check_schema(node: &Node<'_>) -> Read<()> {
    if node.get("$ref").is_some() {
        return named_target(node).map(drop);
    }
    check_keywords(node)?;
    if let Some(pattern) = node.text("pattern")? {
        rust_pattern(node, pattern)?;
    }
    let items = node.get("items");
    if node.text("type")? == Some("array") && items.is_none() {
        return Err(node.error("an array must say what its `items` are"));
    }
    let extra = node.get("additionalProperties").filter(|extra| extra.value().is_object());
    let properties: Vec<Node<'_>> = node.entries_of("properties")?.into_iter().map(|(_, property)| property).collect();
    collect(&properties, keep_default)?;
    let parts = ["allOf", "anyOf", "oneOf"].map(|key| node.items_of(key));
    let mut children: Vec<Node<'_>> = items.into_iter().chain(extra).chain(node.get("not")).chain(properties).collect();
    for part in parts {
        children.extend(part?);
    }
    collect(children, |child| check_schema(&child)).map(drop)
}

/// Refuses a reference to a type of its own that has a default: it would not be the default of the property.
fn keep_default(property: &Node<'_>) -> Read<()> {
    if property.get("$ref").is_none() || is_alias(property)? || property.resolve()?.get("default").is_none() {
        return Ok(());
    }
    Err(property
        .error("the default of what this refers to would be lost; describe the property here, with its default"))
}

/// The name of the schema that a reference leads to.
pub fn reference_name<'s>(node: &Node<'s>) -> Read<Option<&'s str>> {
    let reference = node.text("$ref")?;
    Ok(reference.and_then(|reference| reference.strip_prefix("#/components/schemas/")))
}

fn named_target<'s>(node: &Node<'s>) -> Read<Node<'s>> {
    let target = node.resolve()?;
    if reference_name(node)?.is_none_or(|name| name.contains('/')) {
        return Err(node.error("a schema can refer only to `#/components/schemas/…`"));
    }
    Ok(target)
}

/// Whether a named schema is another name of a plain type rather than a type of its own.
pub fn is_alias(node: &Node<'_>) -> Read<bool> {
    let target = node.resolve()?;
    Ok(target.get("enum").is_none()
        && matches!(target.text("type")?, Some("boolean" | "integer" | "number" | "string"))
        && !target.flag("nullable")?)
}

/// What the fast path can make of a schema; nothing when it has to be left to the slow path.
pub fn shape(node: &Node<'_>) -> Read<Option<Shape>> {
    if let Some(name) = reference_name(node)? {
        let target = node.resolve()?;
        // A name for another name is a type of its own around the other's, which the fast path does not know.
        let direct = target.pointer().strip_prefix("/components/schemas/") == Some(name);
        return Ok(match target.text("type")? {
            _ if is_alias(&target)? => return shape(&target),
            Some("object") if direct && is_plain_object(&target)? => Some(Shape::Object(name.to_owned())),
            Some("string") if direct && shape(&target)? == Some(Shape::Choice) => {
                Some(Shape::NamedChoice(name.to_owned()))
            }
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
    let nullable = node.flag("nullable")?;
    Ok(shape.map(|shape| if nullable { Shape::Nullable(Box::new(shape)) } else { shape }))
}

/// Whether an object has nothing but named properties that the fast path can decode.
pub fn is_plain_object(node: &Node<'_>) -> Read<bool> {
    let plain = ["allOf", "anyOf", "oneOf", "not", "minProperties", "maxProperties", "enum", "nullable"]
        .iter()
        .all(|key| node.get(key).is_none());
    let extra = node.get("additionalProperties").is_some_and(|extra| extra.value().is_object());
    let Some(properties) = node.get("properties") else { return Ok(false) };
    // A property may be required without being described.
    let described = |name: &Node<'_>| name.value().as_str().is_some_and(|name| properties.get(name).is_some());
    Ok(plain && !extra && node.items_of("required")?.iter().all(described))
}

fn integer(node: &Node<'_>) -> Read<Option<Shape>> {
    let bits = if node.text("format")? == Some("int32") { 32 } else { 64 };
    // A bound between two integers allows what the next integer within allows.
    let (minimum, maximum) = (bound(node, "minimum", "exclusiveMinimum")?, bound(node, "maximum", "exclusiveMaximum")?);
    let minimum = minimum.map(|(bound, exclusive)| if exclusive { (bound + 1.0).floor() } else { bound.ceil() });
    let maximum = maximum.map(|(bound, exclusive)| if exclusive { (bound - 1.0).ceil() } else { bound.floor() });
    let multiple_of = node.number("multipleOf")?;
    let exact = |value: &Option<f64>| value.is_none_or(|value| value.abs() < EXACT && value.fract() == 0.0);
    if ![minimum, maximum, multiple_of].iter().all(exact) {
        return Ok(None);
    }
    #[allow(clippy::cast_possible_truncation, reason = "whole and exact, as just checked")]
    let whole = |value: f64| value as i64;
    Ok(Some(Shape::Integer {
        bits,
        minimum: minimum.map(whole),
        maximum: maximum.map(whole),
        multiple_of: multiple_of.map(whole),
    }))
}

fn number(node: &Node<'_>) -> Read<Option<Shape>> {
    if node.get("multipleOf").is_some() || node.text("format")? == Some("float") {
        return Ok(None);
    }
    let (minimum, maximum) = (bound(node, "minimum", "exclusiveMinimum")?, bound(node, "maximum", "exclusiveMaximum")?);
    Ok(Some(Shape::Number { minimum, maximum }))
}

fn bound(node: &Node<'_>, key: &str, exclusive: &str) -> Read<Option<(f64, bool)>> {
    let exclusive = node.flag(exclusive)?;
    Ok(node.number(key)?.map(|bound| (bound, exclusive)))
}

fn text(node: &Node<'_>) -> Read<Option<Shape>> {
    let constrained = ["minLength", "maxLength", "pattern"].iter().any(|key| node.get(key).is_some());
    let format = node.text("format")?.filter(|format| *format != "password");
    if let Some(values) = node.get("enum") {
        let strings = values.value().as_array().is_some_and(|values| values.iter().all(Value::is_string));
        return Ok((strings && !constrained && format.is_none()).then_some(Shape::Choice));
    }
    match format {
        Some("uuid") => return Ok((!constrained).then_some(Shape::Uuid)),
        Some(_) => return Ok(None),
        None => {}
    }
    let pattern = node.text("pattern")?.map(|pattern| rust_pattern(node, pattern)).transpose()?;
    Ok(Some(Shape::Text { min_length: node.count("minLength")?, max_length: node.count("maxLength")?, pattern }))
}

fn array(node: &Node<'_>) -> Read<Option<Shape>> {
    let items = shape(&node.require("items")?)?;
    if node.flag("uniqueItems")? || node.get("enum").is_some() {
        return Ok(None);
    }
    let (min_items, max_items) = (node.count("minItems")?, node.count("maxItems")?);
    Ok(items.map(|items| Shape::Array { items: Box::new(items), min_items, max_items }))
}

/// The pattern in the syntax of the crate `regex`.
fn rust_pattern(node: &Node<'_>, pattern: &str) -> Read<String> {
    let refusal = |reason: String| match node.get("pattern") {
        Some(node) => node.error(reason),
        None => node.error(reason),
    };
    let translated = jsonschema_regex::to_rust_regex(pattern).map_err(|()| {
        refusal(format!("the pattern `{pattern}` is malformed, or looks around or back, which is not supported"))
    })?;
    match regex::Regex::new(&translated) {
        Ok(_) => Ok(translated.into_owned()),
        Err(error) => {
            // The lines before the last draw the place.
            let error = error.to_string();
            let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            Err(refusal(format!("the pattern `{pattern}` cannot be compiled: {reason}")))
        }
    }
}
