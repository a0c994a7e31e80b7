//! The named objects that requests or responses contain: they need a decoder or an encoder.

use std::collections::{HashMap, HashSet};

use dropspec_openapi::document::{Document, MediaKind, PROBLEM_JSON, Shape, shape};
use dropspec_openapi::node::{Checked, Node};

use crate::contents::{request_contents, response_contents};
use crate::model::Types;

/// The named objects that the fast validator supports, by what they need.
#[derive(Debug, Default)]
pub(super) struct Reach<'s> {
    /// Those that are decoded.
    pub(super) decoded: HashSet<&'s str>,
    /// Those that are encoded.
    pub(super) encoded: HashSet<&'s str>,
}

/// The named objects that need a decoder or an encoder.
pub(super) fn reach<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<Reach<'s>> {
    let by_name = document.schemas.iter().map(|(name, node)| (*name, node)).collect();
    let search = Search { by_name, types };
    let mut reach = Reach::default();
    for operation in &document.operations {
        for part in request_contents(operation) {
            if let (Some(schema), MediaKind::Json) = (part.content.decoded_schema(), part.content.kind) {
                search.node(schema, &mut reach.decoded)?;
            }
        }
        for part in operation.responses.iter().flat_map(|response| response_contents(operation, response)) {
            match &part.content.schema {
                Some(schema) if part.is_encoded() && part.content.media_type != PROBLEM_JSON => {
                    search.node(schema, &mut reach.encoded)?;
                }
                _ => {}
            }
        }
    }
    for table in &document.tables {
        search.object(table.schema, &mut reach.encoded)?;
        search.object(table.schema, &mut reach.decoded)?;
        search.object(table.create_schema(&document.operations), &mut reach.decoded)?;
    }
    // A document without operations is a collection of types.
    let all = document.schemas.iter().filter(|_| document.operations.is_empty());
    for (name, _) in all {
        search.object(name, &mut reach.decoded)?;
        search.object(name, &mut reach.encoded)?;
    }
    Ok(reach)
}

struct Search<'d, 's> {
    by_name: HashMap<&'s str, &'d Node<'s>>,
    types: &'d Types<'s>,
}

impl<'s> Search<'_, 's> {
    fn node(&self, node: &Node<'_>, found: &mut HashSet<&'s str>) -> Checked<()> {
        match shape(node)? {
            Some(shape) if self.types.covers(&shape) => self.shape(&shape, found),
            _ => Ok(()),
        }
    }

    fn shape(&self, shape: &Shape, found: &mut HashSet<&'s str>) -> Checked<()> {
        match shape {
            Shape::Object(name) => self.object(name, found),
            Shape::Array { items, .. } => self.shape(items, found),
            Shape::Nullable(inner) => self.shape(inner, found),
            _ => Ok(()),
        }
    }

    fn object(&self, name: &str, found: &mut HashSet<&'s str>) -> Checked<()> {
        let Some((name, node)) = self.by_name.get_key_value(name) else { return Ok(()) };
        if !self.types.covers_object(name) || !found.insert(name) {
            return Ok(());
        }
        for (_, property) in node.entries_of("properties")? {
            self.node(&property, found)?;
        }
        Ok(())
    }
}
