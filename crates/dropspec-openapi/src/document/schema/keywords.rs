//! The keywords of schemas and their values.

use crate::document::hints::similar;
use crate::node::{Checked, Node, collect};

/// The types.
const TYPES: &[&str] = &["array", "boolean", "integer", "number", "object", "string"];

/// Rejects invalid values of keywords. Schemas within are not checked.
pub(super) fn check_keywords(node: &Node<'_>) -> Checked<()> {
    let checks = [check_kinds, check_type, check_bounds, check_lists, check_enum, check_direction, check_xml];
    collect(checks, |check| check(node)).map(drop)
}

fn check_kinds(node: &Node<'_>) -> Checked<()> {
    let texts = ["title", "description", "type", "format", "pattern"].map(|key| node.text(key).map(drop));
    let flags =
        ["exclusiveMaximum", "exclusiveMinimum", "uniqueItems", "nullable", "deprecated", "readOnly", "writeOnly"];
    let flags = flags.map(|key| node.flag(key).map(drop));
    let numbers = ["maximum", "minimum", "multipleOf"].map(|key| node.number(key).map(drop));
    let counts = ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"];
    let counts = counts.map(|key| node.count(key).map(drop));
    collect(texts.into_iter().chain(flags).chain(numbers).chain(counts), |outcome| outcome).map(drop)
}

fn check_type(node: &Node<'_>) -> Checked<()> {
    match node.text("type")? {
        Some(kind) if !TYPES.contains(&kind) => {
            let hint =
                meant(kind).map_or_else(|| format!("use {}", TYPES.join(", ")), |meant| format!("write `{meant}`"));
            Err(node.require("type")?.error(format!("`{kind}` is not a type; {hint}")))
        }
        _ => Ok(()),
    }
}

/// The type that a name of another language means.
fn meant(kind: &str) -> Option<&'static str> {
    let lower = kind.to_ascii_lowercase();
    TYPES.iter().copied().find(|known| *known == lower).or(match lower.as_str() {
        "int" | "int32" | "int64" | "long" | "short" => Some("integer"),
        "float" | "double" | "decimal" => Some("number"),
        "bool" => Some("boolean"),
        "str" | "text" | "uuid" | "date" | "datetime" | "date-time" | "file" => Some("string"),
        "list" => Some("array"),
        "dict" | "map" => Some("object"),
        _ => similar(TYPES.iter().copied(), kind),
    })
}

fn check_direction(node: &Node<'_>) -> Checked<()> {
    if node.flag("readOnly")? && node.flag("writeOnly")? {
        return Err(node.require("writeOnly")?.error("a property cannot be both read-only and write-only"));
    }
    Ok(())
}

fn check_xml(node: &Node<'_>) -> Checked<()> {
    let Some(xml) = node.get("xml") else { return Ok(()) };
    let texts = ["name", "namespace", "prefix"].map(|key| xml.text(key).map(drop));
    let flags = ["attribute", "wrapped"].map(|key| xml.flag(key).map(drop));
    collect(texts.into_iter().chain(flags), |outcome| outcome).map(drop)
}

fn check_bounds(node: &Node<'_>) -> Checked<()> {
    if node.number("multipleOf")?.is_some_and(|divisor| divisor <= 0.0) {
        return Err(node.require("multipleOf")?.error("`multipleOf` must be greater than zero"));
    }
    let pairs = [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")];
    let alone = pairs.into_iter().find(|(exclusive, bound)| node.get(exclusive).is_some() && node.get(bound).is_none());
    alone.map_or(Ok(()), |(exclusive, bound)| {
        Err(node.require(exclusive)?.error(format!("`{exclusive}` has no effect without `{bound}`")))
    })
}

fn check_lists(node: &Node<'_>) -> Checked<()> {
    for key in ["allOf", "anyOf", "oneOf"] {
        if node.items_of(key)?.is_empty() && node.get(key).is_some() {
            return Err(node.require(key)?.error(format!("`{key}` must have at least one schema")));
        }
    }
    let required = node.items_of("required")?;
    for (index, name) in required.iter().enumerate() {
        if !name.value().is_string() {
            return Err(name.error("the name of a property must be a string"));
        }
        if required[..index].iter().any(|other| other.value() == name.value()) {
            return Err(name.error(format!("{} is required twice; remove one of them", name.value())));
        }
    }
    match node.get("additionalProperties") {
        Some(extra) if !extra.value().is_boolean() && !extra.value().is_object() => {
            Err(extra.error("`additionalProperties` must be true, false or a schema"))
        }
        _ => Ok(()),
    }
}

fn check_enum(node: &Node<'_>) -> Checked<()> {
    let Some(list) = node.get("enum") else { return Ok(()) };
    if list.value().as_array().is_none_or(Vec::is_empty) {
        return Err(list.error("`enum` must be an array of at least one value"));
    }
    Ok(())
}
