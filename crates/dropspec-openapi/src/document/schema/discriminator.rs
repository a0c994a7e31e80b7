//! `discriminator`: a property that selects one of several schemas.

use super::reference::{COMPONENT_SCHEMAS, reference_name};
use crate::node::{Checked, Node, collect};

/// A discriminator beside `oneOf` or `anyOf`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator<'s> {
    /// `propertyName`.
    pub property: &'s str,
    /// The values of the property with the name of the selected schema: those of `mapping` first, then the names of
    /// the schemas themselves.
    pub choices: Vec<(&'s str, &'s str)>,
}

/// The discriminator of `oneOf` or `anyOf`. In a base schema that others extend by `allOf` it selects nothing and is
/// documentation only.
pub fn discriminator<'s>(node: &Node<'s>) -> Checked<Option<Discriminator<'s>>> {
    let Some(found) = node.get("discriminator") else { return Ok(None) };
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
        let inline =
            || branch.error("a discriminator requires references; move this schema to components and refer to it");
        reference_name(&branch)?.ok_or_else(inline)
    })?;
    if let Some((_, name, target)) = mapping.iter().find(|(_, name, _)| !names.contains(name)) {
        return Err(target.error(format!("`{name}` is not among the schemas of `oneOf` or `anyOf`")));
    }
    let mut choices: Vec<(&str, &str)> = mapping.into_iter().map(|(value, name, _)| (value, name)).collect();
    for name in names {
        if choices.iter().all(|(value, _)| *value != name) {
            choices.push((name, name));
        }
    }
    Ok(Some(Discriminator { property, choices }))
}
