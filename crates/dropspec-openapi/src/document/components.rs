//! Checks components, also those that no operation uses.

use super::operation::read_body;
use super::parameter::check_name as check_parameter_name;
use super::response::read_response;
use super::schema::check_schema;
use super::structure;
use crate::grammar::{COMPONENTS, Rule, SCHEMA};
use crate::node::{Checked, Node, both, collect};

/// Rejects invalid names and components.
pub(super) fn check_components(components: &Node<'_>) -> Checked<()> {
    let sections = components.entries()?.into_iter().filter(|(section, _)| !section.starts_with("x-"));
    let named = collect(sections, |(section, entries)| {
        collect(entries.entries()?, |(name, component)| {
            check_name(name, &component)?;
            match section {
                "parameters" => check_parameter_name(&component.resolve()?),
                "requestBodies" => read_body(&component).map(drop),
                "responses" => read_response("default", &component).map(drop),
                _ => Ok(()),
            }
        })
    });
    // Those of callbacks, among others.
    let schemas = structure::find(components, Rule::One(&COMPONENTS), &SCHEMA);
    both(named, collect(schemas, |schema| check_schema(&schema))).map(drop)
}

/// Checks the name of a component (section 4.7.7).
fn check_name(name: &str, component: &Node<'_>) -> Checked<()> {
    let allowed = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
    if !name.is_empty() && name.chars().all(allowed) {
        return Ok(());
    }
    let message = format!("`{name}` is not a valid component name; use letters, digits, `.`, `-` and `_`");
    Err(component.error(message))
}
