//! The checked document.

use std::collections::{HashMap, HashSet};

use super::collector::Complaints;
use super::links::check_links;
use super::operation::{Operation, read_path};
use super::page_forms::check_pages;
use super::path_template::refuse_alike;
use super::schema::{check_schema, refuse_circles};
use super::security::Rules;
use super::servers::check_servers;
use super::structure;
use super::table::{Table, mark_bulks, mark_lists, read_tables};
use super::version::check_version;
use crate::grammar::{DOCUMENT, Form};
use crate::node::{Node, Read, collect};
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
        complaints.add(checked.and_then(|_| refuse_circles(&schemas)));
        let mut paths = complaints.add(root.entries_of("paths")).unwrap_or_default();
        paths.retain(|(path, _)| !path.starts_with("x-"));
        complaints.add(refuse_alike(&paths));
        let operations = complaints.add(collect(paths, |(path, item)| read_path(path, &item)));
        let mut operations = operations.into_iter().flatten().flatten().collect::<Vec<_>>();
        if let Some(rules) = complaints.add(Rules::read(&root)) {
            complaints.add(collect(&mut operations, |operation| {
                operation.security = rules.of(&operation.node)?;
                Ok(())
            }));
        }
        complaints.add(unique_ids(&operations));
        complaints.add(check_links(&root));
        let tables = complaints.add(read_tables(&schemas, &operations)).unwrap_or_default();
        complaints.add(check_pages(&operations));
        complaints.none()?;
        mark_lists(&tables, &mut operations);
        mark_bulks(&tables, &mut operations)?;
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
