//! Assembles a value from the examples of the parts of a schema.

use serde_json::{Map, Value};

use crate::node::{Checked, Node};

/// A value suggested by a schema.
struct Suggestion {
    value: Value,
    /// Whether an example contributed to it, and not only defaults and enums.
    exemplified: bool,
}

/// The example of a schema, or one assembled from its parts; `None` if a required part has none.
pub(super) fn assemble(schema: &Node<'_>) -> Checked<Option<Value>> {
    let suggestion = suggest(schema, &mut Vec::new())?;
    Ok(suggestion.filter(|suggestion| suggestion.exemplified).map(|suggestion| suggestion.value))
}

/// The value that a schema suggests; `None` for recursion. `above` are the pointers of the enclosing schemas.
fn suggest(schema: &Node<'_>, above: &mut Vec<String>) -> Checked<Option<Suggestion>> {
    let schema = schema.resolve()?;
    if above.iter().any(|pointer| pointer == schema.pointer()) {
        return Ok(None);
    }
    above.push(schema.pointer().to_owned());
    let suggestion = suggest_anew(&schema, above);
    above.pop();
    suggestion
}

fn suggest_anew(schema: &Node<'_>, above: &mut Vec<String>) -> Checked<Option<Suggestion>> {
    let given = |node: Node<'_>, exemplified| Suggestion { value: node.value().clone(), exemplified };
    if let Some(example) = schema.get("example") {
        return Ok(Some(given(example, true)));
    }
    for key in ["oneOf", "anyOf"] {
        for part in schema.items_of(key)? {
            if let Some(suggestion) = suggest(&part, above)? {
                return Ok(Some(suggestion));
            }
        }
    }
    if schema.get("allOf").is_some() || schema.get("properties").is_some() {
        return object(schema, above);
    }
    if let Some(items) = schema.get("items") {
        let item = suggest(&items, above)?;
        return Ok(item.map(|item| Suggestion { value: Value::Array(vec![item.value]), ..item }));
    }
    if let Some(default) = schema.get("default") {
        return Ok(Some(given(default, false)));
    }
    Ok(schema.items_of("enum")?.into_iter().next().map(|first| given(first, false)))
}

/// An object of all properties that suggest a value, including those of `allOf` parts.
fn object(schema: &Node<'_>, above: &mut Vec<String>) -> Checked<Option<Suggestion>> {
    let (mut properties, mut exemplified) = (Map::new(), false);
    for part in schema.items_of("allOf")? {
        if let Some(Suggestion { value: Value::Object(more), exemplified: also }) = suggest(&part, above)? {
            properties.extend(more);
            exemplified |= also;
        }
    }
    for (name, property) in schema.entries_of("properties")? {
        if property.resolve()?.flag("writeOnly")? {
            continue;
        }
        if let Some(suggestion) = suggest(&property, above)? {
            properties.insert(name.to_owned(), suggestion.value);
            exemplified |= suggestion.exemplified;
        }
    }
    let required = schema.items_of("required")?;
    let complete = required.iter().all(|name| name.value().as_str().is_some_and(|name| properties.contains_key(name)));
    Ok(complete.then_some(Suggestion { value: Value::Object(properties), exemplified }))
}
