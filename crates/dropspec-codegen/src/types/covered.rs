//! The named objects that the fast validator supports.

use std::collections::{HashMap, HashSet};

use dropspec_openapi::document::{Document, Shape, is_plain_object, shape};
use dropspec_openapi::node::{Checked, Node};

/// The named objects that the fast validator supports, with everything that they refer to.
pub(super) fn covered<'s>(document: &Document<'s>) -> Checked<HashSet<&'s str>> {
    let by_name = document.schemas.iter().map(|(name, node)| (*name, node)).collect();
    let mut coverage = Coverage { by_name, known: HashMap::new() };
    for (name, _) in &document.schemas {
        coverage.object(name)?;
    }
    Ok(coverage.known.into_iter().filter(|(_, is_covered)| *is_covered).map(|(name, _)| name).collect())
}

/// The objects that have been visited. An object under inspection counts as unsupported: a recursive object needs a `Box`, which the
/// fast validator does not support.
struct Coverage<'d, 's> {
    by_name: HashMap<&'s str, &'d Node<'s>>,
    known: HashMap<&'s str, bool>,
}

impl Coverage<'_, '_> {
    fn shape(&mut self, shape: &Shape) -> Checked<bool> {
        match shape {
            Shape::Object(name) => self.object(name),
            Shape::Array { items, .. } => self.shape(items),
            Shape::Nullable(inner) => self.shape(inner),
            _ => Ok(true),
        }
    }

    fn object(&mut self, name: &str) -> Checked<bool> {
        if let Some(is_covered) = self.known.get(name) {
            return Ok(*is_covered);
        }
        let Some((name, node)) = self.by_name.get_key_value(name).map(|(name, node)| (*name, *node)) else {
            return Ok(false);
        };
        self.known.insert(name, false);
        let is_covered = self.is_covered(node)?;
        self.known.insert(name, is_covered);
        Ok(is_covered)
    }

    fn is_covered(&mut self, node: &Node<'_>) -> Checked<bool> {
        if node.text("type")? != Some("object") || !is_plain_object(node)? {
            return Ok(false);
        }
        for (_, property) in node.entries_of("properties")? {
            match shape(&property)? {
                Some(shape) if self.shape(&shape)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}
