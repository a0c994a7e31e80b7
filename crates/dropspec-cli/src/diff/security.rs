//! What a client has to show to be let in.

use std::collections::{BTreeMap, BTreeSet};

use dropspec_openapi::node::{Checked, Node};

use super::change::{Changes, Severity};
use super::operations::Operation;

/// One way in: schemes that are needed together, with their scopes.
type Requirement<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

/// Compares what two versions of an operation ask of a client.
pub(super) fn compare(old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) -> Checked<()> {
    let (before, after) = (requirements(old)?, requirements(new)?);
    for requirement in &before {
        if !after.iter().any(|other| suffices(requirement, other)) {
            let what = format!("{} will not do any more", words(requirement));
            changes.add(Severity::Breaking, &old.node, &new.node, what);
        }
    }
    for requirement in &after {
        if !before.iter().any(|other| suffices(requirement, other)) {
            let what = format!("{} will do now", words(requirement));
            changes.add(Severity::Compatible, &old.node, &new.node, what);
        }
    }
    Ok(())
}

/// Compares the schemes that both documents have.
pub(super) fn compare_schemes(old: &Node<'_>, new: &Node<'_>, changes: &mut Changes) -> Checked<()> {
    let essence = |scheme: &Node<'_>| {
        ["type", "name", "in", "scheme", "openIdConnectUrl"].map(|keyword| scheme.value()[keyword].clone())
    };
    let after = schemes(new)?;
    for (name, old) in schemes(old)? {
        let Some((_, new)) = after.iter().find(|(other, _)| *other == name) else { continue };
        if essence(&old) != essence(new) {
            changes.add(Severity::Breaking, &old, new, format!("the security scheme `{name}` is another one"));
        }
    }
    Ok(())
}

fn schemes<'s>(root: &Node<'s>) -> Checked<Vec<(&'s str, Node<'s>)>> {
    let Some(components) = root.get("components") else { return Ok(Vec::new()) };
    let schemes = components.entries_of("securitySchemes")?.into_iter();
    schemes.map(|(name, scheme)| Ok((name, scheme.resolve()?))).collect()
}

/// The ways in; without any there is one that takes nothing.
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

/// Whether who meets `given` meets `asked` as well.
fn suffices(given: &Requirement<'_>, asked: &Requirement<'_>) -> bool {
    asked.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|given| scopes.is_subset(given)))
}

fn words(requirement: &Requirement<'_>) -> String {
    let scheme = |(scheme, scopes): (&&str, &BTreeSet<&str>)| match scopes.len() {
        0 => format!("`{scheme}`"),
        _ => format!("`{scheme}` ({})", scopes.iter().copied().collect::<Vec<_>>().join(", ")),
    };
    let schemes: Vec<String> = requirement.iter().map(scheme).collect();
    if schemes.is_empty() { "to show nothing".to_owned() } else { schemes.join(" with ") }
}
