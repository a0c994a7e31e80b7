//! The types of a document.

use dropspec_openapi::document::Document;
use dropspec_openapi::node::{Checked, collect};

use super::covered::covered;
use super::cycles::box_cycles;
use super::large::box_large;
use super::names;
use super::reader::{Component, Reader};
use super::roots::{listings, roots};
use crate::model::{Library, Presence, TypeKind, Types};

/// Reads the types of a document, for code that depends on a library.
pub(crate) fn read<'s>(document: &Document<'s>, library: Library) -> Checked<Types<'s>> {
    let mut reader = Reader::new(document);
    collect(&document.schemas, |(name, _)| reader.component(name))?;
    let listings = if library == Library::Client { listings(document) } else { Vec::new() };
    collect(roots(document).into_iter().chain(listings), |(name, node)| reader.read(node, &name))?;
    reader.read_fields()?;
    let Reader { mut drafts, by_pointer, components, fallbacks, .. } = reader;
    box_cycles(&mut drafts);
    box_large(&mut drafts);
    let names = names::types(drafts.iter());
    let positions = document.schemas.iter().enumerate();
    let components = positions.filter_map(|(id, (name, _))| match components.get(name) {
        Some(Component::Read(kind)) => Some((*name, (id, kind.clone()))),
        _ => None,
    });
    let (definitions, components) = (drafts.named(names), components.collect());
    let covered = covered(document)?;
    let mut types = Types::new(library, definitions, by_pointer, components, fallbacks, covered, document.formats);
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
