//! Warnings about schemas whose values would have to contain themselves.

use std::collections::{HashMap, HashSet};

use dropspec_openapi::diagnostic::Diagnostic;
use dropspec_openapi::document::{COMPONENT_SCHEMAS, Document, admits_null};
use dropspec_openapi::node::{Checked, Node};
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::with_large_stack;
use dropspec_openapi::warnings::Warnings;

/// Returns a warning about the named schemas that no value satisfies, since they require themselves.
pub(super) fn warnings(source: &Source, document: &Document<'_>) -> Vec<Diagnostic> {
    let by_name = document.schemas.iter().map(|(name, node)| (*name, node)).collect();
    // Errors of schemas are reported when the document is read.
    let finite = with_large_stack(|| Search { by_name, finite: HashSet::new(), seen: HashSet::new() }.finite());
    let Ok(finite) = finite else { return Vec::new() };
    let mut found = Warnings::default();
    for (name, node) in &document.schemas {
        if !finite.contains(name) {
            found.add("no value satisfies this schema: it requires itself", node.pointer());
        }
    }
    source.locate(&found)
}

/// Finds the named schemas that some value satisfies.
struct Search<'d, 's> {
    by_name: HashMap<&'s str, &'d Node<'s>>,
    finite: HashSet<&'s str>,
    /// The named schemas that this round has visited. One that is visited within itself does not count as finite.
    seen: HashSet<&'s str>,
}

impl<'s> Search<'_, 's> {
    /// Visits all schemas until a round finds no more.
    fn finite(mut self) -> Checked<HashSet<&'s str>> {
        let names: Vec<&str> = self.by_name.keys().copied().collect();
        loop {
            let before = self.finite.len();
            self.seen.clear();
            for name in &names {
                self.component(name)?;
            }
            if self.finite.len() == before {
                return Ok(self.finite);
            }
        }
    }

    fn component(&mut self, name: &str) -> Checked<bool> {
        let Some((name, node)) = self.by_name.get_key_value(name).map(|(name, node)| (*name, *node)) else {
            return Ok(true);
        };
        if !self.finite.contains(name) && self.seen.insert(name) && self.node(node)? {
            self.finite.insert(name);
        }
        Ok(self.finite.contains(name))
    }

    fn node(&mut self, node: &Node<'s>) -> Checked<bool> {
        if let Some(reference) = node.text("$ref")? {
            return self.component(reference.trim_start_matches(COMPONENT_SCHEMAS));
        }
        if admits_null(node)? || node.get("enum").is_some() {
            return Ok(true);
        }
        for part in node.items_of("allOf")? {
            if !self.node(&part)? {
                return Ok(false);
            }
        }
        for key in ["anyOf", "oneOf"] {
            let mut is_finite = node.get(key).is_none();
            for part in node.items_of(key)? {
                is_finite |= self.node(&part)?;
            }
            if !is_finite {
                return Ok(false);
            }
        }
        match node.text("type")? {
            Some("object") => self.object(node),
            Some("array") if node.count("minItems")?.is_some_and(|count| count > 0) => {
                self.node(&node.require("items")?)
            }
            _ => Ok(true),
        }
    }

    /// Whether the required properties have values. Those of one direction only are not required in the other.
    fn object(&mut self, node: &Node<'s>) -> Checked<bool> {
        let properties = node.get("properties");
        for name in node.items_of("required")? {
            let property = name.value().as_str().and_then(|name| properties.as_ref()?.get(name));
            let Some(property) = property else { continue };
            if !property.is_read_only()? && !property.is_write_only()? && !self.node(&property)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
