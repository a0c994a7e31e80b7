//! `discriminator`: a property whose value says which schema holds.

use super::reference::{COMPONENT_SCHEMAS, reference_name};
use crate::node::{Checked, Node, collect};

/// A discriminator beside `oneOf` or `anyOf`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator<'s> {
    /// `propertyName`.
    pub property: &'s str,
    /// The values of the property, each with the name of the schema that it chooses: first those of `mapping`, then the names of
    /// the schemas themselves.
    pub choices: Vec<(&'s str, &'s str)>,
}

/// The discriminator that chooses among the schemas of `oneOf` or `anyOf`. One in a schema that others build upon by `allOf` has
/// nothing to choose from, and describes only.
pub fn discriminator<'s>(node: &Node<'s>) -> Checked<Option<Discriminator<'s>>> {
    let Some(found) = node.get("discriminator") else { return Ok(None) };
    found.allow_keys("a discriminator", &["propertyName", "mapping"])?;
    let property = found.required_text("propertyName")?;
    let mapping = collect(found.entries_of("mapping")?, |(value, target)| match target.value().as_str() {
        Some(name) => Ok((value, name.strip_prefix(COMPONENT_SCHEMAS).unwrap_or(name), target)),
        None => Err(target.error("the name of a schema, or a reference to one, is expected here")),
    })?;
    let branches: Vec<Node<'s>> = [node.items_of("oneOf")?, node.items_of("anyOf")?].concat();
    if branches.is_empty() {
        return Ok(None);
    }
    let names = collect(branches, |branch| {
        let inline = || branch.error("a discriminator can choose only among references; give this schema a name");
        reference_name(&branch)?.ok_or_else(inline)
    })?;
    if let Some((_, name, target)) = mapping.iter().find(|(_, name, _)| !names.contains(name)) {
        return Err(target.error(format!("`{name}` is none of the schemas to choose from")));
    }
    let mut choices: Vec<(&str, &str)> = mapping.into_iter().map(|(value, name, _)| (value, name)).collect();
    for name in names {
        if choices.iter().all(|(value, _)| *value != name) {
            choices.push((name, name));
        }
    }
    Ok(Some(Discriminator { property, choices }))
}
