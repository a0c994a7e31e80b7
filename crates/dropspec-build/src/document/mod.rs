//! The document as the generator understands it: operations and named schemas.

mod default;
mod keywords;
mod node;
mod operation;
mod schema;

pub use node::{Node, Read, collect};
pub use operation::{Body, Header, HeaderKind, Location, Operation, Parameter, Response};
pub use schema::{Shape, check_schema, is_alias, is_plain_object, reference_name, shape};

use std::collections::HashMap;

use crate::diagnostic::Diagnostics;
use crate::source::Source;

/// A document that can be generated from.
#[derive(Debug)]
pub struct Document<'s> {
    /// `info.title`.
    pub title: &'s str,
    /// `info.version`.
    pub version: &'s str,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation<'s>>,
    /// The schemas that have a name, in the order of the document.
    pub schemas: Vec<(&'s str, Node<'s>)>,
}

impl<'s> Document<'s> {
    /// Understands a document, or says everything that stands against it.
    ///
    /// # Errors
    /// When the document is malformed or uses what cannot be represented.
    pub fn read(source: &'s Source) -> Read<Self> {
        let root = Node::root(source);
        let version = root.required_text("openapi")?;
        if !version.starts_with("3.0.") {
            return Err(root.require("openapi")?.error(format!("OpenAPI {version} is not supported, only 3.0 is")));
        }
        let known = ["openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs"];
        root.allow_keys("the document", &known)?;
        refuse_security(&root)?;
        let info = root.require("info")?;
        let components = root.get("components");
        let schemas =
            components.as_ref().map_or_else(|| Ok(Vec::new()), |components| components.entries_of("schemas"))?;

        let mut complaints = Vec::new();
        complaints.extend(collect(&schemas, |(_, schema)| check_schema(schema)).err());
        let paths = root.require("paths")?.entries()?;
        let operations = collect(paths, |(path, item)| operation::read_path(path, &item));
        let operations = operations.map_or_else(
            |found| {
                complaints.push(found);
                Vec::new()
            },
            |found| found.into_iter().flatten().collect(),
        );
        complaints.extend(unique_ids(&operations).err());
        if !complaints.is_empty() {
            return Err(Diagnostics(complaints.into_iter().flat_map(|found| found.0).collect()));
        }
        Ok(Self { title: info.required_text("title")?, version: info.required_text("version")?, operations, schemas })
    }

    /// The schema of that name.
    pub fn schema(&self, name: &str) -> Option<&Node<'s>> {
        self.schemas.iter().find(|(other, _)| *other == name).map(|(_, schema)| schema)
    }
}

fn refuse_security(root: &Node<'_>) -> Read<()> {
    match root.items_of("security")?.first() {
        Some(requirement) => Err(requirement.error("security requirements are not supported yet")),
        None => Ok(()),
    }
}

fn unique_ids(operations: &[Operation<'_>]) -> Read<()> {
    let mut seen = HashMap::new();
    collect(operations, |operation| match seen.insert(operation.id, operation.node.pointer()) {
        Some(first) => Err(operation.node.error(format!("the operationId `{}` is taken by #{first}", operation.id))),
        None => Ok(()),
    })
    .map(drop)
}
