//! Compares the security requirements of operations, and the security schemes.

use std::collections::{BTreeMap, BTreeSet};

use dropspec_openapi::node::{Checked, Node};

use super::change::{Changes, Severity};
use super::operation::Operation;

/// A security requirement: the schemes that are needed together, with their scopes.
type Requirement<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

/// Compares the alternative security requirements of two versions of an operation.
pub(super) fn compare(old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) -> Checked<()> {
    let (old_requirements, new_requirements) = (requirements(old)?, requirements(new)?);
    for requirement in &old_requirements {
        if !new_requirements.iter().any(|other| satisfies(requirement, other)) {
            let message = format!("{} is no longer accepted", describe(requirement));
            changes.add(Severity::Breaking, &old.node, &new.node, message);
        }
    }
    for requirement in &new_requirements {
        if !old_requirements.iter().any(|other| satisfies(requirement, other)) {
            let message = format!("{} is now accepted", describe(requirement));
            changes.add(Severity::Compatible, &old.node, &new.node, message);
        }
    }
    Ok(())
}

/// Compares the security schemes that both documents have.
pub(super) fn compare_schemes(old: &Node<'_>, new: &Node<'_>, changes: &mut Changes) -> Checked<()> {
    let relevant = |scheme: &Node<'_>| {
        ["type", "name", "in", "scheme", "openIdConnectUrl"].map(|keyword| scheme.value()[keyword].clone())
    };
    let new_schemes = schemes(new)?;
    for (name, old) in schemes(old)? {
        let Some((_, new)) = new_schemes.iter().find(|(other, _)| *other == name) else { continue };
        if relevant(&old) != relevant(new) {
            changes.add(Severity::Breaking, &old, new, format!("security scheme `{name}` changed"));
        }
    }
    Ok(())
}

fn schemes<'s>(root: &Node<'s>) -> Checked<Vec<(&'s str, Node<'s>)>> {
    let Some(components) = root.get("components") else { return Ok(Vec::new()) };
    let schemes = components.entries_of("securitySchemes")?.into_iter();
    schemes.map(|(name, scheme)| Ok((name, scheme.resolve()?))).collect()
}

/// The alternative requirements of an operation. An operation without security has one empty requirement.
fn requirements<'s>(operation: &Operation<'s>) -> Checked<Vec<Requirement<'s>>> {
    let owner = if operation.node.get("security").is_some() { &operation.node } else { &operation.root };
    let mut requirements = Vec::new();
    for requirement in owner.items_of("security")? {
        let schemes = requirement.entries()?.into_iter();
        let scopes = |node: &Node<'s>| -> Checked<BTreeSet<&'s str>> {
            Ok(node.items()?.into_iter().filter_map(|scope| scope.value().as_str()).collect())
        };
        requirements.push(schemes.map(|(name, node)| Ok((name, scopes(&node)?))).collect::<Checked<_>>()?);
    }
    if requirements.is_empty() {
        requirements.push(Requirement::new());
    }
    Ok(requirements)
}

/// Whether credentials that satisfy `given` also satisfy `required`.
fn satisfies(given: &Requirement<'_>, required: &Requirement<'_>) -> bool {
    required.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|given| scopes.is_subset(given)))
}

/// A requirement in reports, such as `key` with `token` (read, write).
fn describe(requirement: &Requirement<'_>) -> String {
    let scheme = |(scheme, scopes): (&&str, &BTreeSet<&str>)| match scopes.len() {
        0 => format!("`{scheme}`"),
        _ => format!("`{scheme}` ({})", scopes.iter().copied().collect::<Vec<_>>().join(", ")),
    };
    let schemes: Vec<String> = requirement.iter().map(scheme).collect();
    if schemes.is_empty() { "anonymous access".to_owned() } else { schemes.join(" with ") }
}
