//! Which operations, parameters and bodies there are: compared by `drift`, Oxide's library for the purpose.
//!
//! What `drift` does not look at, or calls unhandled, is compared by rules of our own: schemas and their constraints, responses,
//! media types, headers, security. It therefore gets an outline of the documents, without all that.

use std::collections::HashMap;

use drift::{ChangeClass, ChangeDetails};
use dropspec_openapi::node::Checked;
use serde_json::{Map, Value, json};

use super::change::{Changes, Place, Severity};
use super::operations::{Operation, parameters};

/// A document with nothing but its operations, their parameters and whether they take a body.
struct Outline {
    document: Value,
    /// What the parts of the outline are in the document, by their pointers.
    places: HashMap<String, Place>,
    /// The operations by the pointers of their outlines.
    names: HashMap<String, String>,
}

/// Compares the operations of two documents.
pub(super) fn compare(old: &[Operation<'_>], new: &[Operation<'_>], changes: &mut Changes) -> Checked<()> {
    let (old, new) = (outline(old)?, outline(new)?);
    // An outline has nothing that could be malformed.
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
            changes.at(name.cloned());
            let what = words(&change.message, change.details);
            changes.add_at(severity, old.place(&old_pointer), new.place(&new_pointer), what);
        }
    }
    Ok(())
}

impl Outline {
    fn place(&self, pointer: &str) -> Place {
        let nowhere = || Place { pointer: pointer.to_owned(), position: None };
        self.places.get(pointer).cloned().unwrap_or_else(nowhere)
    }
}

fn joined(base: &str, rest: &str) -> String {
    let base = base.trim_start_matches('#');
    // drift calls the body by another name than the document does.
    let rest = rest.replace("request_body", "requestBody");
    if rest.is_empty() { base.to_owned() } else { format!("{base}/{rest}") }
}

/// The pointer of the operation that a pointer leads into.
fn operation_of(pointer: &str) -> String {
    pointer.split('/').take(4).collect::<Vec<_>>().join("/")
}

/// What drift says, as our own rules word it.
fn words(message: &str, details: ChangeDetails) -> String {
    let name = message.split('\'').nth(1).map(|name| format!("the parameter `{name}`"));
    let what = name.clone().unwrap_or_else(|| {
        if message.contains("body") { "the request body".to_owned() } else { "the operation".to_owned() }
    });
    match details {
        ChangeDetails::Removed => format!("{what} is gone"),
        ChangeDetails::Added => format!("{what} is new"),
        ChangeDetails::AddedRequired => format!("{what} is new, and required"),
        ChangeDetails::MoreStrict => format!("{what} is required now"),
        ChangeDetails::LessStrict => format!("{what} is not required any more"),
        _ => message.to_owned(),
    }
}

fn outline(operations: &[Operation<'_>]) -> Checked<Outline> {
    let (mut paths, mut places, mut names) = (Map::new(), HashMap::new(), HashMap::new());
    for operation in operations {
        let pointer = operation.node.pointer().to_owned();
        let mut outlined = Vec::new();
        // Those of the path are compared with the path itself.
        for parameter in parameters(operation)?.into_iter().filter(|parameter| parameter.location != "path") {
            let place = Place::of(&parameter.node);
            places.insert(format!("{pointer}/parameters/{}", outlined.len()), place);
            outlined.push(json!({
                "name": parameter.name, "in": parameter.location, "required": parameter.required, "schema": {},
            }));
        }
        let mut outline = json!({ "operationId": operation.name(), "parameters": outlined, "responses": {} });
        if let Some(body) = operation.node.get("requestBody") {
            outline["requestBody"] = json!({ "content": {}, "required": body.resolve()?.flag("required")? });
        }
        places.insert(pointer.clone(), Place::of(&operation.node));
        names.insert(pointer, operation.name());
        paths.entry(operation.path.clone()).or_insert_with(|| json!({}))[operation.method] = outline;
    }
    let info = json!({ "title": "", "version": "" });
    Ok(Outline { document: json!({ "openapi": "3.0.3", "info": info, "paths": paths }), places, names })
}
