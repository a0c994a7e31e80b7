//! The named objects that requests or responses contain: they need a decoder or an encoder.

use std::collections::{HashMap, HashSet};

use dropspec_openapi::document::{Document, MediaKind, PROBLEM_JSON, Shape, shape};
use dropspec_openapi::node::{Checked, Node};

use super::roots::roots;
use crate::contents::{request_contents, response_contents};
use crate::model::{TypeKind, TypeRef, Types};

/// The named objects that the fast validator supports, by what they need.
#[derive(Debug, Default)]
pub(super) struct Reach<'s> {
    /// Those that are decoded.
    pub(super) decoded: HashSet<&'s str>,
    /// Those that are encoded.
    pub(super) encoded: HashSet<&'s str>,
}

/// The named objects that need a decoder or an encoder. A schema that no operation refers to gets both: the service may use it.
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
    let used = used(document, types);
    for (id, (name, _)) in document.schemas.iter().enumerate() {
        if !used[id] {
            search.object(name, &mut reach.decoded)?;
            search.object(name, &mut reach.encoded)?;
        }
    }
    Ok(reach)
}

/// Which definitions operations and tables refer to.
fn used(document: &Document<'_>, types: &Types<'_>) -> Vec<bool> {
    let mut used = vec![false; types.definitions().len()];
    let tables = document.tables.iter().filter_map(|table| types.component_type(table.schema)).cloned();
    let mut queue: Vec<TypeRef> = roots(document).iter().map(|(_, node)| types.type_of(node)).chain(tables).collect();
    while let Some(kind) = queue.pop() {
        let Some(id) = kind.named() else { continue };
        if std::mem::replace(&mut used[id], true) {
            continue;
        }
        match &types.definitions()[id].kind {
            TypeKind::Struct(found) => {
                queue.extend(found.fields.iter().map(|field| field.kind.clone()));
                queue.extend(found.extra.iter().map(|(_, kind)| kind.clone()));
            }
            TypeKind::OneOf(found) => queue.extend(found.variants.iter().map(|variant| variant.kind.clone())),
            TypeKind::Alias(kind) | TypeKind::Wrapper(kind) => queue.push(kind.clone()),
            TypeKind::Enum(_) => {}
        }
    }
    used
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
