//! What an operation answers.

use dropspec_openapi::node::{Checked, Node};

use super::change::{Changes, Direction, Severity};
use super::operations::compare_content;
use super::schema::compare_schemas;

/// Compares the responses of an operation.
pub(super) fn compare(old: &Node<'_>, new: &Node<'_>, changes: &mut Changes) -> Checked<()> {
    let (before, after) = (statuses(old)?, statuses(new)?);
    for (status, response) in &before {
        match covering(status, &after) {
            Some((_, now)) => compare_response(response, now, changes)?,
            // Whoever waits for it waits in vain; an error that does not happen is missed by nobody.
            None => {
                let severity = if is_success(status) { Severity::Breaking } else { Severity::Compatible };
                changes.add(severity, response, new, format!("the response {status} is gone"));
            }
        }
    }
    for (status, response) in &after {
        if covering(status, &before).is_none() {
            // Clients have to be ready for errors of any kind.
            let severity = if is_success(status) { Severity::Breaking } else { Severity::Compatible };
            changes.add(severity, old, response, format!("the response {status} is new"));
        }
    }
    Ok(())
}

type Responses<'s> = Vec<(&'s str, Node<'s>)>;

fn statuses<'s>(responses: &Node<'s>) -> Checked<Responses<'s>> {
    let responses = responses.entries()?.into_iter().filter(|(status, _)| !status.starts_with("x-"));
    responses.map(|(status, response)| Ok((status, response.resolve()?))).collect()
}

/// The response that a status has, by itself, by its range or by default.
fn covering<'r, 's>(status: &str, responses: &'r Responses<'s>) -> Option<&'r (&'s str, Node<'s>)> {
    let range = status.get(..1).map(|first| format!("{first}XX")).unwrap_or_default();
    let named = |name: &str| responses.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
    named(status).or_else(|| named(&range)).or_else(|| named("default"))
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') || status.starts_with('3')
}

fn compare_response(old: &Node<'_>, new: &Node<'_>, changes: &mut Changes) -> Checked<()> {
    let (before, after) = (old.entries_of("headers")?, new.entries_of("headers")?);
    for (name, header) in &before {
        let Some((_, now)) = after.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)) else {
            changes.add(Severity::Breaking, header, new, format!("the header {name} is gone"));
            continue;
        };
        let (old, new) = (header.resolve()?, now.resolve()?);
        if old.flag("required")? && !new.flag("required")? {
            changes.add(Severity::Breaking, &old, &new, format!("the header {name} may be missing now"));
        }
        if let (Some(old), Some(new)) = (old.get("schema"), new.get("schema")) {
            compare_schemas(&format!("header `{name}`"), (&old, &new), Direction::Response, changes)?;
        }
    }
    for (name, header) in &after {
        if !before.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            changes.add(Severity::Compatible, old, header, format!("the header {name} is new"));
        }
    }
    compare_content(old, new, Direction::Response, changes)
}
