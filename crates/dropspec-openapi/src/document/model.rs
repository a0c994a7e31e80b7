//! The checked document.

use std::collections::{HashMap, HashSet};

use super::collector::DiagnosticCollector;
use super::links::check_links;
use super::operation::{Operation, read_path};
use super::page_forms::check_pages;
use super::path_template::check_distinct_paths;
use super::schema::{check_cycles, check_schema};
use super::security::SecurityRules;
use super::servers::check_servers;
use super::structure;
use super::table::{Table, mark_bulks, mark_lists, read_tables};
use super::version::check_version;
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
    /// The names of schemas that no Rust type represents without loss; their values are kept as `serde_json::Value`.
    pub json_fallbacks: HashSet<&'s str>,
    /// The tables, in the order of their schemas.
    pub tables: Vec<Table<'s>>,
}

impl<'s> Document<'s> {
    /// Reads and checks a document, or returns all diagnostics.
    ///
    /// # Errors
    /// If the document is malformed or uses something that is not supported.
    pub fn read(source: &'s Source) -> Checked<Self> {
        let root = Node::root(source);
        check_version(&root)?;
        let mut collector = DiagnosticCollector::default();
        collector.add_malformed(structure::check(&root, Rule::One(&DOCUMENT)));
        collector.add(check_servers(&root));
        let texts =
            root.require("info").and_then(|info| Ok((info.required_text("title")?, info.required_text("version")?)));
        let texts = collector.add(texts);
        let components = root.get("components");
        collector.add(components.as_ref().map_or(Ok(()), check_names));
        let schemas = components.map_or_else(|| Ok(Vec::new()), |components| components.entries_of("schemas"));
        let schemas = collector.add(schemas).unwrap_or_default();
        let checked = collect(&schemas, |(_, schema)| check_schema(schema));
        collector.add(checked.and_then(|_| check_cycles(&schemas)));
        let mut paths = collector.add(root.entries_of("paths")).unwrap_or_default();
        paths.retain(|(path, _)| !path.starts_with("x-"));
        collector.add(check_distinct_paths(&paths));
        let operations = collector.add(collect(paths, |(path, item)| read_path(path, &item)));
        let mut operations = operations.into_iter().flatten().flatten().collect::<Vec<_>>();
        if let Some(rules) = collector.add(SecurityRules::read(&root)) {
            collector.add(collect(&mut operations, |operation| {
                operation.security = rules.for_operation(&operation.node)?;
                Ok(())
            }));
        }
        collector.add(unique_ids(&operations));
        collector.add(check_links(&root));
        let tables = collector.add(read_tables(&schemas, &operations)).unwrap_or_default();
        collector.add(check_pages(&operations));
        collector.finish()?;
        mark_lists(&tables, &mut operations);
        mark_bulks(&tables, &mut operations)?;
        let (title, version) = texts.unwrap_or_default();
        Ok(Self { title, version, operations, schemas, json_fallbacks: HashSet::new(), tables })
    }

    /// Whether values of the named schema are kept as `serde_json::Value`.
    pub fn is_json_fallback(&self, name: &str) -> bool {
        self.json_fallbacks.contains(name)
    }

    /// The named schema.
    pub fn schema(&self, name: &str) -> Option<&Node<'s>> {
        self.schemas.iter().find(|(other, _)| *other == name).map(|(_, schema)| schema)
    }
}

/// Checks the names of components (section 4.7.7).
fn check_names(components: &Node<'_>) -> Checked<()> {
    let sections = components.entries()?.into_iter().filter(|(section, _)| !section.starts_with("x-"));
    let names = collect(sections, |(_, section)| section.entries())?.into_iter().flatten();
    collect(names, |(name, node)| {
        let allowed = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
        if !name.is_empty() && name.chars().all(allowed) {
            return Ok(());
        }
        Err(node.error(format!("`{name}` is not a valid component name; use letters, digits, `.`, `-` and `_`")))
    })
    .map(drop)
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
