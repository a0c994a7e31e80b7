//! The document as the generator understands it: operations and named schemas.

mod default;
mod discriminator;
mod keywords;
mod node;
mod operation;
mod pattern;
mod schema;
mod template;

pub use discriminator::{Discriminator, discriminator};
pub use keywords::is_checked_format;
pub use node::{Node, Read, collect};
pub use operation::{Body, Header, HeaderKind, Location, Operation, Parameter, Response};
pub use schema::{
    COMPONENT_SCHEMAS, Shape, admits_null, check_schema, is_alias, is_plain_object, reference_name, shape,
};

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Source;

/// What `components` may have. Only what is referred to, and the schemas, are looked at.
const COMPONENTS: &[&str] =
    &["schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes"];

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
    /// The names of the schemas whose values no type of Rust holds without loss; they are held as JSON.
    pub untyped: HashSet<&'s str>,
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
        let (title, version) = (info.required_text("title")?, info.required_text("version")?);
        let components = root.get("components");
        let schemas =
            components.as_ref().map_or_else(|| Ok(Vec::new()), |components| components.entries_of("schemas"))?;

        let mut complaints = Complaints::default();
        complaints.add(root.items_of("servers").and_then(|servers| collect(servers, |server| refuse_base(&server))));
        complaints.add(components.map_or(Ok(()), |components| components.allow_keys("the components", COMPONENTS)));
        complaints.add(collect(&schemas, |(_, schema)| check_schema(schema)));
        let mut paths = root.require("paths")?.entries()?;
        paths.retain(|(path, _)| !path.starts_with("x-"));
        complaints.add(template::refuse_alike(&paths));
        let operations = complaints.add(collect(paths, |(path, item)| operation::read_path(path, &item)));
        let operations = operations.into_iter().flatten().flatten().collect::<Vec<_>>();
        complaints.add(unique_ids(&operations));
        complaints.none()?;
        Ok(Self { title, version, operations, schemas, untyped: HashSet::new() })
    }

    /// Whether the values of the schema of that name are held as JSON.
    pub fn is_untyped(&self, name: &str) -> bool {
        self.untyped.contains(name)
    }

    /// The schema of that name.
    pub fn schema(&self, name: &str) -> Option<&Node<'s>> {
        self.schemas.iter().find(|(other, _)| *other == name).map(|(_, schema)| schema)
    }
}

/// What has been found so far that stands against a document.
#[derive(Default)]
struct Complaints(Vec<Diagnostic>);

impl Complaints {
    /// Takes what is wrong, and gives what is right.
    fn add<T>(&mut self, outcome: Read<T>) -> Option<T> {
        outcome.map_err(|found| self.0.extend(found.0)).ok()
    }

    /// Each complaint once: what several operations share is read for each of them.
    fn none(self) -> Read<()> {
        let mut kept: Vec<Diagnostic> = Vec::new();
        for found in self.0 {
            if !kept.contains(&found) {
                kept.push(found);
            }
        }
        if kept.is_empty() { Ok(()) } else { Err(Diagnostics(kept)) }
    }
}

/// The routes are those of `paths`; a path of the server would have to be put before them.
fn refuse_base(server: &Node<'_>) -> Read<()> {
    let url = server.required_text("url")?;
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |start| &rest[start..]));
    if path.trim_matches('/').is_empty() {
        return Ok(());
    }
    Err(server.require("url")?.error(format!("the server's path `{path}` is not supported; write it into `paths`")))
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
