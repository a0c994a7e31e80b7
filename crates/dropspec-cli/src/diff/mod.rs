//! `dropspec diff`: reports which changes of a document break clients of the old version.

mod change;
mod content;
mod operation;
mod operations;
mod report;
mod responses;
mod schema;
mod security;
mod structure;

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use dropspec_openapi::node::{Checked, Node};

use crate::arguments::Format;
use crate::error::Error;
use crate::exit::ExitStatus;
use crate::input;

use change::{Change, Changes, Severity};

pub(crate) fn run(old: &Path, new: &Path, format: Format, out: &mut impl Write) -> Result<ExitStatus, Error> {
    let old_source = input::read(old).map_err(Error::Unreadable)?;
    let new_source = input::read(new).map_err(Error::Unreadable)?;
    let changes = compare(&Node::root(&old_source), &Node::root(&new_source)).map_err(Error::Unreadable)?;
    match format {
        Format::Text => report::text(&changes, out)?,
        Format::Json => report::json(old, new, &changes, out)?,
    }
    let breaking = changes.iter().any(|change| change.severity == Severity::Breaking);
    Ok(if breaking { ExitStatus::Failure } else { ExitStatus::Success })
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
    let (old_operations, new_operations) = (operation::operations(old)?, operation::operations(new)?);
    structure::compare(&old_operations, &new_operations, &mut changes)?;
    let by_key: HashMap<_, _> = new_operations.iter().map(|operation| (operation.key(), operation)).collect();
    for operation in &old_operations {
        if let Some(new_operation) = by_key.get(&operation.key()) {
            changes.set_operation(Some(operation.name()));
            operations::compare(operation, new_operation, &mut changes)?;
        }
    }
    Ok(changes.sorted())
}

/// Compares the servers. A server that is no longer listed may be switched off.
fn compare_servers(old: &Node<'_>, new: &Node<'_>, changes: &mut Changes) -> Checked<()> {
    let (old_servers, new_servers) = (old.items_of("servers")?, new.items_of("servers")?);
    for server in &old_servers {
        let url = server.required_text("url")?;
        if !new_servers.iter().any(|other| other.value()["url"] == url) {
            changes.add(Severity::Breaking, server, new, format!("server {url} removed"));
        }
    }
    for server in &new_servers {
        let url = server.required_text("url")?;
        if !old_servers.iter().any(|other| other.value()["url"] == url) {
            changes.add(Severity::Compatible, old, server, format!("server {url} added"));
        }
    }
    Ok(())
}
