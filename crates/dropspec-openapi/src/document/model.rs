//! The checked document.

use std::collections::HashMap;

use super::collector::DiagnosticCollector;
use super::components::check_components;
use super::links::check_links;
use super::operation::{Operation, read_path};
use super::page_forms::check_pages;
use super::path_template::check_distinct_paths;
use super::schema::check_cycles;
use super::security::SecurityRules;
use super::servers::check_servers;
use super::structure;
use super::table::{Table, mark_bulks, mark_lists, read_tables};
use super::version::check_version;
use crate::diagnostic::Diagnostics;
use crate::formats::ServiceFormat;
use crate::grammar::{DOCUMENT, Rule};
use crate::node::{Checked, Node, collect};
use crate::source::Source;

/// A checked document.
#[derive(Debug)]
pub struct Document<'s> {
    /// `info.title`.
    pub title: &'s str,
    /// `info.version`.
    pub version: &'s str,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation<'s>>,
    /// The named schemas, in the order of the document.
    pub schemas: Vec<(&'s str, Node<'s>)>,
    /// The tables, in the order of their schemas.
    pub tables: Vec<Table<'s>>,
    /// The formats that the service adds.
    pub formats: &'s [ServiceFormat],
}

impl<'s> Document<'s> {
    /// Reads and checks a document, or returns all diagnostics.
    ///
    /// # Errors
    /// If the document is malformed or uses something that is not supported.
    pub fn read(source: &'s Source) -> Checked<Self> {
        let (document, found) = Self::read_sound(source);
        document.filter(|_| found.0.is_empty()).ok_or(found)
    }

    /// Reads and checks a document, and returns all diagnostics with the operations that there are none about. There is no document if
    /// anything is wrong that operations share, such as schemas.
    pub fn read_sound(source: &'s Source) -> (Option<Self>, Diagnostics) {
        let root = Node::root(source);
        if let Err(found) = check_version(&root) {
            return (None, found);
        }
        let mut collector = DiagnosticCollector::default();
        collector.add_violations(structure::check(&root, Rule::One(&DOCUMENT)));
        let shared = Shared::read(&root, &mut collector);
        let mut paths = collector.add(root.entries_of("paths")).unwrap_or_default();
        paths.retain(|(path, _)| !path.starts_with("x-"));
        collector.add(check_distinct_paths(&paths));
        let operations = paths.into_iter().flat_map(|(path, item)| read_path(path, &item));
        let mut operations: Vec<Operation<'_>> = operations.filter_map(|operation| collector.add(operation)).collect();
        let rules = collector.add(SecurityRules::read(&root));
        operations.retain_mut(|operation| {
            let security = rules.as_ref().and_then(|rules| collector.add(rules.for_operation(&operation.node)));
            security.map(|security| operation.security = security).is_some()
        });
        collector.add(unique_ids(&operations));
        collector.add(check_links(&root));
        let tables = collector.add(read_tables(&shared.schemas, &operations));
        collector.add(check_pages(&operations));
        let document = tables.filter(|_| shared.is_sound && rules.is_some()).and_then(|tables| {
            mark_lists(&tables, &mut operations);
            collector.add(mark_bulks(&tables, &mut operations))?;
            let Shared { title, version, schemas, .. } = shared;
            Some(Self { title, version, operations, schemas, tables, formats: source.formats() })
        });
        (document, collector.finish())
    }

    /// The named schema.
    pub fn schema(&self, name: &str) -> Option<&Node<'s>> {
        self.schemas.iter().find(|(other, _)| *other == name).map(|(_, schema)| schema)
    }
}

/// What all operations share.
struct Shared<'s> {
    title: &'s str,
    version: &'s str,
    schemas: Vec<(&'s str, Node<'s>)>,
    /// Whether there are no diagnostics about it.
    is_sound: bool,
}

impl<'s> Shared<'s> {
    fn read(root: &Node<'s>, collector: &mut DiagnosticCollector) -> Self {
        let servers = collector.add(check_servers(root));
        let texts =
            root.require("info").and_then(|info| Ok((info.required_text("title")?, info.required_text("version")?)));
        let texts = collector.add(texts);
        let components = root.get("components");
        let checked = components.as_ref().map_or(Ok(()), check_components);
        let entries = components.map_or_else(|| Ok(Vec::new()), |components| components.entries_of("schemas"));
        let entries = collector.add(entries);
        let schemas = entries.as_deref().unwrap_or_default();
        let checked = collector.add(checked.and_then(|()| check_cycles(schemas)));
        let is_sound = [servers, checked].iter().all(Option::is_some) && texts.is_some() && entries.is_some();
        let (title, version) = texts.unwrap_or_default();
        Self { title, version, schemas: entries.unwrap_or_default(), is_sound }
    }
}

fn unique_ids(operations: &[Operation<'_>]) -> Checked<()> {
    let mut seen: HashMap<&str, &Operation<'_>> = HashMap::new();
    collect(operations, |operation| match seen.insert(operation.id, operation) {
        // Both paths are named, since they may refer to the same path item.
        Some(first) => Err(operation.node.error(format!(
            "operationId `{}` of {} {} is already used by {} {}",
            operation.id, operation.method, operation.path, first.method, first.path
        ))),
        None => Ok(()),
    })
    .map(drop)
}
