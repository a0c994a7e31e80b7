//! Structs that would be large: some of their fields are on the heap instead.

use std::cmp::Reverse;

use crate::model::{Struct, TypeKind, TypeRef};

use super::cycles::{contained, groups};
use super::drafts::Drafts;

/// The maximum size of a struct whose fields contain other types, in bytes. Values are moved between the frames of functions, of which
/// many have room for one, and a stack has 2 MiB.
const MAX_SIZE: usize = 16 * 1024;

/// About the size of a value that contains no other type, such as a string.
const PLAIN_SIZE: usize = 24;

/// Boxes the largest fields of structs that would be large, so that types grow with the number of their properties, and not
/// exponentially with the depth of these. Types do not contain themselves.
pub(super) fn box_large(drafts: &mut Drafts<'_>) {
    let contained: Vec<Vec<usize>> =
        drafts.iter().map(|draft| draft.kind.as_ref().map(contained).unwrap_or_default()).collect();
    // What a type contains has a lower number.
    let groups = groups(&contained);
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|id| groups[*id]);
    let mut sizes = vec![PLAIN_SIZE; groups.len()];
    for id in order {
        let Some(kind) = &mut drafts.get_mut(id).kind else { continue };
        if let TypeKind::Struct(object) = kind {
            shrink(object, &sizes);
        }
        sizes[id] = size(kind, &sizes);
    }
}

/// Boxes the largest fields until the struct is small enough, or has only plain fields.
fn shrink(object: &mut Struct<'_>, sizes: &[usize]) {
    let mut total: usize = object.fields.iter().map(|field| size_of(&field.kind, sizes)).sum();
    // A plain value is not smaller on the heap.
    let is_large = |kind: &TypeRef| size_of(kind, sizes) > PLAIN_SIZE;
    let mut fields: Vec<_> = object.fields.iter_mut().filter(|field| is_large(&field.kind)).collect();
    fields.sort_by_key(|field| Reverse(size_of(&field.kind, sizes)));
    for field in fields {
        if total <= MAX_SIZE {
            break;
        }
        total = total - size_of(&field.kind, sizes) + PLAIN_SIZE;
        field.kind = std::mem::replace(&mut field.kind, TypeRef::Json).boxed();
    }
}

fn size(kind: &TypeKind<'_>, sizes: &[usize]) -> usize {
    match kind {
        TypeKind::Struct(found) => found.fields.iter().map(|field| size_of(&field.kind, sizes)).sum(),
        TypeKind::OneOf(found) => {
            found.variants.iter().map(|variant| size_of(&variant.kind, sizes)).max().unwrap_or_default()
        }
        TypeKind::Alias(kind) | TypeKind::Wrapper(kind) => size_of(kind, sizes),
        TypeKind::Enum(_) => PLAIN_SIZE,
    }
}

fn size_of(kind: &TypeRef, sizes: &[usize]) -> usize {
    kind.contained().map_or(PLAIN_SIZE, |id| sizes[id])
}
