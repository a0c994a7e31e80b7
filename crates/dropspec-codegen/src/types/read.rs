//! The types of a document.

use dropspec_openapi::document::Document;
use dropspec_openapi::node::{Checked, collect};

use super::covered::covered;
use super::cycles::box_cycles;
use super::names;
use super::reader::{Component, Reader};
use super::roots::roots;
use crate::model::{Presence, TypeKind, Types};

/// Reads the types of a document.
pub(crate) fn read<'s>(document: &Document<'s>) -> Checked<Types<'s>> {
    let mut reader = Reader::new(document);
    collect(&document.schemas, |(name, _)| reader.component(name))?;
    collect(roots(document), |(name, node)| reader.read(node, &name))?;
    reader.read_fields()?;
    let Reader { mut drafts, by_pointer, components, fallbacks, .. } = reader;
    box_cycles(&mut drafts);
    let names = names::types(drafts.iter());
    let positions = document.schemas.iter().enumerate();
    let components = positions.filter_map(|(id, (name, _))| match components.get(name) {
        Some(Component::Read(kind)) => Some((*name, (id, kind.clone()))),
        _ => None,
    });
    let mut types = Types::new(drafts.named(names), by_pointer, components.collect(), fallbacks, covered(document)?);
    types.drop_defaults(unsuitable_defaults(&types));
    Ok(types)
}

/// The fields whose default their type cannot hold: the positions of the struct and of the field.
fn unsuitable_defaults(types: &Types<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (id, definition) in types.definitions().iter().enumerate() {
        let TypeKind::Struct(object) = &definition.kind else { continue };
        for (index, field) in object.fields.iter().enumerate() {
            if let Presence::Default(value) = field.presence
                && types.expression(&field.kind, value).is_none()
            {
                found.push((id, index));
            }
        }
    }
    found
}
