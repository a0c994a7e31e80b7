//! The schemas of a document as JSON Schema (draft 7) that allows the same values.

use serde_json::{Map, Value, json};

use crate::document::{COMPONENT_SCHEMAS, admits_null, discriminator, service_format};
use crate::formats::is_checked_format;
use crate::node::{Checked, Node, collect};

/// The direction of a value. Properties of the other direction only are not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the server: without `readOnly` properties.
    Request,
    /// From the server to the client: without `writeOnly` properties.
    Response,
}

impl Direction {
    /// A schema that rejects every value and names the reason.
    fn forbidden(self) -> Value {
        match self {
            Self::Request => json!({ "not": { "readOnly": true } }),
            Self::Response => json!({ "not": { "writeOnly": true } }),
        }
    }

    /// Whether a property is for the other direction only.
    fn forbids(self, property: &Node<'_>) -> Checked<bool> {
        match self {
            Self::Request => property.is_read_only(),
            Self::Response => property.is_write_only(),
        }
    }
}

/// Keywords that both dialects share and that contain no schemas.
const COPIED: &[&str] = &[
    "type",
    "enum",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
];

/// Converts a schema for values of a direction.
pub fn convert(node: &Node<'_>, direction: Direction) -> Checked<Value> {
    Writer { direction, hidden: Vec::new() }.schema(node)
}

struct Writer<'s> {
    direction: Direction,
    /// The properties for the other direction only, of the object that is being written.
    hidden: Vec<&'s str>,
}

impl<'s> Writer<'s> {
    fn schema(&self, node: &Node<'s>) -> Checked<Value> {
        if let Some(reference) = node.text("$ref")? {
            return Ok(json!({ "$ref": reference }));
        }
        let composed =
            Self { direction: self.direction, hidden: [self.hidden.clone(), self.hidden_of(node)?].concat() };
        // The order of keywords in the document is that of the violations.
        let mut keywords: Map<String, Value> = Map::new();
        for (key, value) in node.entries()? {
            if let Some(value) = composed.keyword(key, &value)? {
                keywords.insert(key.to_owned(), value);
            }
        }
        format(node, &mut keywords)?;
        exclusive_bounds(&mut keywords);
        if admits_null(node)? {
            keywords.insert("type".to_owned(), json!([node.required_text("type")?, "null"]));
        }
        apply_discriminator(node, &mut keywords)?;
        Ok(Value::Object(keywords))
    }

    /// The value of a keyword; `None` if it has no effect on its own.
    fn keyword(&self, key: &str, value: &Node<'s>) -> Checked<Option<Value>> {
        let inner = Self { direction: self.direction, hidden: Vec::new() };
        Ok(Some(match key {
            _ if COPIED.contains(&key) => value.value().clone(),
            "additionalProperties" if value.value().is_boolean() => value.value().clone(),
            "additionalProperties" | "items" | "not" => inner.schema(value)?,
            "allOf" | "anyOf" | "oneOf" => json!(collect(value.items()?, |part| self.schema(&part))?),
            "properties" => {
                let property = |(name, property): (&str, Node<'s>)| Ok((name.to_owned(), inner.property(&property)?));
                Value::Object(collect(value.entries()?, property)?.into_iter().collect())
            }
            "required" => {
                let hidden = |name: &Value| name.as_str().is_some_and(|name| self.hidden.contains(&name));
                json!(value.items()?.iter().map(Node::value).filter(|name| !hidden(name)).collect::<Vec<_>>())
            }
            _ => return Ok(None),
        }))
    }

    fn property(&self, property: &Node<'s>) -> Checked<Value> {
        if self.direction.forbids(property)? { Ok(self.direction.forbidden()) } else { self.schema(property) }
    }

    /// The properties for the other direction only, of an object and its `allOf` parts. `required` applies to them in
    /// their direction only, wherever the object is described.
    fn hidden_of(&self, node: &Node<'s>) -> Checked<Vec<&'s str>> {
        let mut hidden = Vec::new();
        let mut queue = vec![(node.clone(), 0)];
        while let Some((node, depth)) = queue.pop() {
            let node = node.resolve()?;
            for (name, property) in node.entries_of("properties")? {
                if self.direction.forbids(&property)? {
                    hidden.push(name);
                }
            }
            // Deeper than any real document; it also ends circular references.
            if depth < 16 {
                queue.extend(node.items_of("allOf")?.into_iter().map(|part| (part, depth + 1)));
            }
        }
        Ok(hidden)
    }
}

/// With a discriminator, only violations of the selected schema are reported.
fn apply_discriminator(node: &Node<'_>, keywords: &mut Map<String, Value>) -> Checked<()> {
    let Some(found) = discriminator(node)? else { return Ok(()) };
    let property = found.property;
    let values: Vec<&str> = found.choices.iter().map(|(value, _)| *value).collect();
    let choices = found.choices.iter().map(|(value, name)| {
        json!({
            "if": { "type": "object", "required": [property], "properties": { property: { "const": value } } },
            "then": { "$ref": format!("{COMPONENT_SCHEMAS}{name}") },
        })
    });
    let known = json!({
        "type": "object",
        "required": [property],
        "properties": { property: { "type": "string", "enum": values } },
    });
    keywords.remove("oneOf");
    keywords.remove("anyOf");
    let mut all = match keywords.remove("allOf") {
        Some(Value::Array(parts)) => parts,
        _ => Vec::new(),
    };
    all.push(known);
    all.extend(choices);
    keywords.insert("allOf".to_owned(), Value::Array(all));
    Ok(())
}

/// Converts `exclusiveMinimum: true` to the number that JSON Schema has used since draft 6.
pub fn exclusive_bounds(keywords: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if keywords.remove(exclusive) == Some(Value::Bool(true))
            && let Some(value) = keywords.remove(bound)
        {
            keywords.insert(exclusive.to_owned(), value);
        }
    }
}

/// Adds the format if it is validated. Numeric formats become bounds, unless the schema has tighter ones.
fn format(node: &Node<'_>, keywords: &mut Map<String, Value>) -> Checked<()> {
    // Not validated, but it determines the precision.
    if let (Some(format @ ("double" | "float")), None | Some("number")) = (node.text("format")?, node.text("type")?) {
        keywords.insert("format".to_owned(), json!(format));
    }
    let limits = match (node.text("format")?, node.text("type")?) {
        (Some("int32"), None | Some("integer")) => (json!(i32::MIN), json!(i32::MAX)),
        (Some("int64"), None | Some("integer")) => (json!(i64::MIN), json!(i64::MAX)),
        (Some("float"), None | Some("number")) => (json!(f32::MIN), json!(f32::MAX)),
        (Some("int32" | "int64" | "float" | "double"), _) => return Ok(()),
        // `binary` is not validated; it determines how a form part is read.
        (Some(format), _) if is_checked_format(format) || format == "binary" || service_format(node)?.is_some() => {
            keywords.insert("format".to_owned(), json!(format));
            return Ok(());
        }
        _ => return Ok(()),
    };
    for (bound, exclusive, limit, wider) in [
        ("minimum", "exclusiveMinimum", limits.0, f64::lt as fn(&f64, &f64) -> bool),
        ("maximum", "exclusiveMaximum", limits.1, f64::gt),
    ] {
        let given = node.number(bound)?;
        if given.is_none_or(|given| limit.as_f64().is_some_and(|limit| wider(&given, &limit))) {
            keywords.remove(exclusive);
            keywords.insert(bound.to_owned(), limit);
        }
    }
    Ok(())
}
