//! The document as the generator understands it: operations and named schemas.

mod circle;
mod complaints;
mod content;
mod default;
mod discriminator;
mod format;
mod keywords;
mod kind;
mod link;
mod operation;
mod pages;
mod parameter;
mod pattern;
mod response;
mod schema;
mod security;
mod servers;
mod structure;
mod table;
mod template;
mod version;

pub use content::{Bulk, Content, Field, MediaKind};
pub use discriminator::{Discriminator, discriminator};
pub use format::{format_parameter, formats};
pub use keywords::is_checked_format;
pub use operation::{Body, Operation};
pub use parameter::{Location, Parameter, Style, Writing};
pub use response::{Header, HeaderKind, PROBLEM_JSON, Response, Status};
pub use schema::{
    COMPONENT_SCHEMAS, Shape, admits_null, check_schema, is_alias, is_plain_object, is_required, properties, property,
    reference_name, shape,
};
pub use security::{Need, Scheme, SchemeKind, Security};
pub use table::{Action, Check, Column, ColumnKind, Comparison, Csv, Place, Query, Table, Usage, column_kind};

use std::collections::{HashMap, HashSet};

use crate::grammar::{DOCUMENT, Form};
use crate::node::{Node, Read, collect};
use crate::source::Source;
use complaints::Complaints;
use servers::check_servers;
use version::check_version;

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
    /// The schemas whose values are kept.
    pub tables: Vec<Table<'s>>,
}

impl<'s> Document<'s> {
    /// Understands a document, or says everything that stands against it.
    ///
    /// # Errors
    /// When the document is malformed or uses what cannot be represented.
    pub fn read(source: &'s Source) -> Read<Self> {
        let root = Node::root(source);
        check_version(&root)?;
        let mut complaints = Complaints::default();
        complaints.add_malformed(structure::check(&root, Form::One(&DOCUMENT)));
        complaints.add(check_servers(&root));
        let texts =
            root.require("info").and_then(|info| Ok((info.required_text("title")?, info.required_text("version")?)));
        let texts = complaints.add(texts);
        let components = root.get("components");
        complaints.add(components.as_ref().map_or(Ok(()), check_names));
        let schemas = components.map_or_else(|| Ok(Vec::new()), |components| components.entries_of("schemas"));
        let schemas = complaints.add(schemas).unwrap_or_default();
        let checked = collect(&schemas, |(_, schema)| check_schema(schema));
        complaints.add(checked.and_then(|_| circle::refuse_circles(&schemas)));
        let mut paths = complaints.add(root.entries_of("paths")).unwrap_or_default();
        paths.retain(|(path, _)| !path.starts_with("x-"));
        complaints.add(template::refuse_alike(&paths));
        let operations = complaints.add(collect(paths, |(path, item)| operation::read_path(path, &item)));
        let mut operations = operations.into_iter().flatten().flatten().collect::<Vec<_>>();
        if let Some(rules) = complaints.add(security::Rules::read(&root)) {
            complaints.add(collect(&mut operations, |operation| {
                operation.security = rules.of(&operation.node)?;
                Ok(())
            }));
        }
        complaints.add(unique_ids(&operations));
        complaints.add(link::check_links(&root));
        let tables = complaints.add(table::read_tables(&schemas, &operations)).unwrap_or_default();
        complaints.add(pages::check_pages(&operations));
        complaints.none()?;
        table::mark_lists(&tables, &mut operations);
        table::mark_bulks(&tables, &mut operations)?;
        let (title, version) = texts.unwrap_or_default();
        Ok(Self { title, version, operations, schemas, untyped: HashSet::new(), tables })
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

/// Refuses names of components that the specification does not allow (section 4.7.7).
fn check_names(components: &Node<'_>) -> Read<()> {
    let sections = components.entries()?.into_iter().filter(|(section, _)| !section.starts_with("x-"));
    let names = collect(sections, |(_, section)| section.entries())?.into_iter().flatten();
    collect(names, |(name, node)| {
        let allowed = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
        if !name.is_empty() && name.chars().all(allowed) {
            return Ok(());
        }
        Err(node
            .error(format!("`{name}` cannot be a component's name, which has only letters, digits, `.`, `-` and `_`")))
    })
    .map(drop)
}

fn unique_ids(operations: &[Operation<'_>]) -> Read<()> {
    let mut seen = HashMap::new();
    collect(operations, |operation| match seen.insert(operation.id, operation.node.pointer()) {
        Some(first) => Err(operation.node.error(format!("the operationId `{}` is taken by #{first}", operation.id))),
        None => Ok(()),
    })
    .map(drop)
}
