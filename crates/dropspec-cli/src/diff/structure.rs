//! Compares which operations, parameters and bodies exist, by means of Oxide's library `drift`.
//!
//! The other modules compare what `drift` ignores or does not handle: schemas, responses, media types, headers and security. `drift`
//! therefore gets an outline of each document, without these.

use std::collections::HashMap;

use drift::{ChangeClass, ChangeDetails};
use dropspec_openapi::node::Checked;
use serde_json::{Map, Value, json};

use super::change::{Changes, Location, Severity};
use super::operation::{Operation, parameters};

/// A document reduced to its operations, their parameters, and whether they have a body.
struct Outline {
    document: Value,
    /// The locations in the original document, by pointer in the outline.
    locations: HashMap<String, Location>,
    /// The names of the operations, by pointer in the outline.
    names: HashMap<String, String>,
}

/// Compares the operations of two documents.
pub(super) fn compare(old: &[Operation<'_>], new: &[Operation<'_>], changes: &mut Changes) -> Checked<()> {
    let (old, new) = (outline(old)?, outline(new)?);
    // The outlines are well-formed.
    let found = drift::compare(&old.document, &new.document).unwrap_or_default();
    for record in found {
        let Some(path) = record.paths.first() else { continue };
        let (old_base, new_base) = (path.old.current_pointer(), path.new.current_pointer());
        for change in &record.changes {
            let severity = match change.class {
                ChangeClass::Trivial => continue,
                ChangeClass::ForwardIncompatible => Severity::Compatible,
                ChangeClass::BackwardIncompatible | ChangeClass::Incompatible | ChangeClass::Unhandled => {
                    Severity::Breaking
                }
            };
            let old_pointer = joined(old_base, &change.old_subpath);
            let new_pointer = joined(new_base, &change.new_subpath);
            let name =
                old.names.get(&operation_of(&old_pointer)).or_else(|| new.names.get(&operation_of(&new_pointer)));
            changes.set_operation(name.cloned());
            let message = describe(&change.message, change.details);
            changes.add_at(severity, old.location(&old_pointer), new.location(&new_pointer), message);
        }
    }
    Ok(())
}

impl Outline {
    fn location(&self, pointer: &str) -> Location {
        let unknown = || Location { pointer: pointer.to_owned(), position: None };
        self.locations.get(pointer).cloned().unwrap_or_else(unknown)
    }
}

fn joined(base: &str, rest: &str) -> String {
    let base = base.trim_start_matches('#');
    // `drift` writes `request_body` where the document has `requestBody`.
    let rest = rest.replace("request_body", "requestBody");
    if rest.is_empty() { base.to_owned() } else { format!("{base}/{rest}") }
}

/// The pointer of the operation that contains a pointer.
fn operation_of(pointer: &str) -> String {
    pointer.split('/').take(4).collect::<Vec<_>>().join("/")
}

/// The message about a change, in place of that of `drift`.
fn describe(message: &str, details: ChangeDetails) -> String {
    let parameter = message.split('\'').nth(1).map(|name| format!("parameter `{name}`"));
    let subject = parameter
        .unwrap_or_else(|| if message.contains("body") { "request body".to_owned() } else { "operation".to_owned() });
    match details {
        ChangeDetails::Removed => format!("{subject} removed"),
        ChangeDetails::Added => format!("{subject} added"),
        ChangeDetails::AddedRequired => format!("required {subject} added"),
        ChangeDetails::MoreStrict => format!("{subject} is now required"),
        ChangeDetails::LessStrict => format!("{subject} is now optional"),
        _ => message.to_owned(),
    }
}

fn outline(operations: &[Operation<'_>]) -> Checked<Outline> {
    let (mut paths, mut locations, mut names) = (Map::new(), HashMap::new(), HashMap::new());
    for operation in operations {
        let pointer = operation.node.pointer().to_owned();
        let mut outlined = Vec::new();
        // Path parameters are compared with the path itself.
        for parameter in parameters(operation)?.into_iter().filter(|parameter| parameter.location != "path") {
            locations.insert(format!("{pointer}/parameters/{}", outlined.len()), (&parameter.node).into());
            outlined.push(json!({
                "name": parameter.name, "in": parameter.location, "required": parameter.required, "schema": {},
            }));
        }
        let mut outline = json!({ "operationId": operation.name(), "parameters": outlined, "responses": {} });
        if let Some(body) = operation.node.get("requestBody") {
            outline["requestBody"] = json!({ "content": {}, "required": body.resolve()?.flag("required")? });
        }
        locations.insert(pointer.clone(), (&operation.node).into());
        names.insert(pointer, operation.name());
        paths.entry(operation.path.clone()).or_insert_with(|| json!({}))[operation.method] = outline;
    }
    let info = json!({ "title": "", "version": "" });
    Ok(Outline { document: json!({ "openapi": "3.0.3", "info": info, "paths": paths }), locations, names })
}
