//! Compares the responses of operations.

use dropspec_openapi::node::{Checked, Node};

use super::change::{Changes, Direction, Severity};
use super::content;
use super::schema::compare_schemas;

/// Compares the responses of two versions of an operation.
pub(super) fn compare(old: &Node<'_>, new: &Node<'_>, changes: &mut Changes) -> Checked<()> {
    let (old_responses, new_responses) = (responses(old)?, responses(new)?);
    for (status, response) in &old_responses {
        match find(status, &new_responses) {
            Some(new_response) => compare_response(response, new_response, changes)?,
            None => changes.add(severity(status), response, new, format!("{} removed", title(status))),
        }
    }
    for (status, response) in &new_responses {
        if find(status, &old_responses).is_none() {
            changes.add(severity(status), old, response, format!("{} added", title(status)));
        }
    }
    Ok(())
}

type Responses<'s> = Vec<(&'s str, Node<'s>)>;

fn responses<'s>(responses: &Node<'s>) -> Checked<Responses<'s>> {
    let responses = responses.entries()?.into_iter().filter(|(status, _)| !status.starts_with("x-"));
    responses.map(|(status, response)| Ok((status, response.resolve()?))).collect()
}

/// The response for a status: its own, that of its range, or the default.
fn find<'r, 's>(status: &str, responses: &'r Responses<'s>) -> Option<&'r Node<'s>> {
    let range = status.get(..1).map(|first| format!("{first}XX")).unwrap_or_default();
    let named = |name: &str| responses.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
    named(status).or_else(|| named(&range)).or_else(|| named("default")).map(|(_, response)| response)
}

/// A response in reports, such as `response 404`.
fn title(status: &str) -> String {
    if status == "default" { "default response".to_owned() } else { format!("response {status}") }
}

/// Clients depend on successful responses, and have to expect any error.
fn severity(status: &str) -> Severity {
    if status.starts_with('2') || status.starts_with('3') { Severity::Breaking } else { Severity::Compatible }
}

fn compare_response(old: &Node<'_>, new: &Node<'_>, changes: &mut Changes) -> Checked<()> {
    let (old_headers, new_headers) = (old.entries_of("headers")?, new.entries_of("headers")?);
    for (name, header) in &old_headers {
        let Some((_, new_header)) = new_headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)) else {
            changes.add(Severity::Breaking, header, new, format!("response header {name} removed"));
            continue;
        };
        let (old, new) = (header.resolve()?, new_header.resolve()?);
        if old.flag("required")? && !new.flag("required")? {
            changes.add(Severity::Breaking, &old, &new, format!("response header {name} is now optional"));
        }
        if let (Some(old), Some(new)) = (old.get("schema"), new.get("schema")) {
            compare_schemas(&format!("header `{name}`"), (&old, &new), Direction::Response, changes)?;
        }
    }
    for (name, header) in &new_headers {
        if !old_headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
            changes.add(Severity::Compatible, old, header, format!("response header {name} added"));
        }
    }
    content::compare(old, new, Direction::Response, changes)
}
