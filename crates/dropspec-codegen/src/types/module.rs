//! The module `types`: definitions, with decoders and encoders.

use dropspec_openapi::document::Document;
use dropspec_openapi::node::Checked;

use super::decoders::{decoder, encoder};
use super::definitions::definition;
use super::reach::reach;
use super::received::{Deserialization, deserializations};
use super::validators::Patterns;
use super::writer::Writer;
use crate::model::{TypeDef, TypeKind, Types};

/// The definition of a type whose values are received, without a decoder and an encoder.
pub(crate) fn received_definition(types: &Types<'_>, found: &TypeDef<'_>) -> String {
    let mut out = Writer::default();
    definition(types, found, Deserialization::Derived, &mut out);
    out.finish()
}

/// The items of the module `types`.
pub(crate) fn module<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<String> {
    let reach = reach(document, types)?;
    let deserializations = deserializations(document, types, &reach.decoded);
    let (mut out, mut patterns) = (Writer::default(), Patterns::default());
    for (found, deserialization) in types.definitions().iter().zip(deserializations) {
        definition(types, found, deserialization, &mut out);
        let (TypeKind::Struct(object), Some(component)) = (&found.kind, found.component) else { continue };
        if reach.decoded.contains(component) {
            decoder(types, &found.name, object, &mut patterns, &mut out)?;
        }
        if reach.encoded.contains(component) {
            encoder(&found.name, object, &mut out);
        }
    }
    for declaration in patterns.declarations() {
        out.line(declaration);
    }
    Ok(out.finish())
}
