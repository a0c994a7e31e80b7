//! `dropspec diff`: what a new version of a document means for clients of the old one.

mod bounds;
mod change;
mod objects;
mod operations;
mod parts;
mod report;
mod responses;
mod schema;
mod security;
mod structure;

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::node::{Checked, Node};

use crate::arguments::Format;
use crate::{Failure, Verdict, input};

use change::{Change, Changes, Severity};

pub(crate) fn run(old: &Path, new: &Path, format: Format, out: &mut impl Write) -> Result<Verdict, Failure> {
    let unreadable = |found: Diagnostics| Failure::Complaint(found.to_string(), Verdict::Unreadable);
    let (before, after) = (input::read(old).map_err(unreadable)?, input::read(new).map_err(unreadable)?);
    let changes = compare(&Node::root(&before), &Node::root(&after)).map_err(unreadable)?;
    match format {
        Format::Text => report::text(&changes, out)?,
        Format::Json => report::json(old, new, &changes, out)?,
    }
    let breaks = changes.iter().any(|change| change.severity == Severity::Breaking);
    Ok(if breaks { Verdict::Bad } else { Verdict::Good })
}

fn compare(old: &Node<'_>, new: &Node<'_>) -> Checked<Vec<Change>> {
    for root in [old, new] {
        let version = root.required_text("openapi")?;
        if !version.starts_with("3.0.") {
            return Err(root.require("openapi")?.error(format!("OpenAPI {version} is not supported, only 3.0 is")));
        }
    }
    let mut changes = Changes::default();
    compare_servers(old, new, &mut changes)?;
    security::compare_schemes(old, new, &mut changes)?;
    let (before, after) = (operations::operations(old)?, operations::operations(new)?);
    structure::compare(&before, &after, &mut changes)?;
    let by_key: HashMap<_, _> = after.iter().map(|operation| (operation.key(), operation)).collect();
    for operation in &before {
        if let Some(now) = by_key.get(&operation.key()) {
            changes.at(Some(operation.name()));
            operations::compare(operation, now, &mut changes)?;
        }
    }
    Ok(changes.in_order())
}

/// A server that is not named any more may be switched off.
fn compare_servers(old: &Node<'_>, new: &Node<'_>, changes: &mut Changes) -> Checked<()> {
    let (before, after) = (old.items_of("servers")?, new.items_of("servers")?);
    for server in &before {
        let url = server.required_text("url")?;
        if !after.iter().any(|other| other.value()["url"] == url) {
            changes.add(Severity::Breaking, server, new, format!("the server {url} is gone"));
        }
    }
    for server in &after {
        let url = server.required_text("url")?;
        if !before.iter().any(|other| other.value()["url"] == url) {
            changes.add(Severity::Compatible, old, server, format!("the server {url} is new"));
        }
    }
    Ok(())
}
