//! How the values of types are deserialized.

use std::collections::HashSet;

use dropspec_openapi::document::{Action, Document};
use dropspec_openapi::node::Node;

use super::roots::roots;
use crate::contents::{request_contents, response_contents};
use crate::model::{TypeDef, TypeKind, TypeRef, Types};

/// How the values of a type are deserialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deserialization {
    /// They are not: the service only sends them.
    Never,
    /// By code that serde derives.
    Derived,
    /// By the decoder, which costs the compiler much less.
    Decoder,
}

/// How the values of each definition are deserialized. `decoded` are the named objects that have a decoder.
///
/// Decoders validate, and reject the properties that requests must not have. So rows are read by derived code, since they may have been
/// stored under another schema, and so are objects that differ between requests and responses.
pub(super) fn deserializations(
    document: &Document<'_>,
    types: &Types<'_>,
    decoded: &HashSet<&str>,
) -> Vec<Deserialization> {
    let rows = stored(document, types).into_iter().chain(aggregates(document, types)).collect();
    let (stored, directed) = (closure(types, rows), directed(types));
    let definitions = types.definitions().iter().zip(received(document, types));
    let each = definitions.enumerate().map(|(id, (definition, is_received))| {
        let has_decoder = matches!(definition.kind, TypeKind::Struct(_))
            && definition.component.is_some_and(|name| decoded.contains(name));
        match is_received {
            true if has_decoder && !stored[id] && !directed[id] => Deserialization::Decoder,
            true => Deserialization::Derived,
            false => Deserialization::Never,
        }
    });
    each.collect()
}

/// For each definition, whether it contains properties for one direction only, at any depth.
fn directed(types: &Types<'_>) -> Vec<bool> {
    let mut found: Vec<bool> = types.definitions().iter().map(|definition| has_directions(&definition.kind)).collect();
    loop {
        let containing = |definition: &TypeDef<'_>| parts(&definition.kind).iter().any(|id| found[*id]);
        let next: Vec<bool> =
            types.definitions().iter().zip(&found).map(|(it, is_found)| *is_found || containing(it)).collect();
        if next == found {
            return found;
        }
        found = next;
    }
}

fn has_directions(kind: &TypeKind<'_>) -> bool {
    matches!(kind, TypeKind::Struct(object) if object.fields.iter().any(|field| field.direction.is_some()))
}

/// For each definition, whether its values are received: in requests, from tables, or in reports. Those that no operation refers to
/// are for the service itself, and count as received, with all that they contain.
fn received(document: &Document<'_>, types: &Types<'_>) -> Vec<bool> {
    let roots = roots(document);
    let all = roots.iter().map(|(_, node)| types.type_of(node)).chain(stored(document, types));
    let used = closure(types, all.collect());
    let unused = used.iter().enumerate().filter(|(_, is_used)| !**is_used).map(|(id, _)| TypeRef::Named(id));
    let inputs = inputs(document).into_iter().map(|node| types.type_of(node));
    closure(types, inputs.chain(stored(document, types)).chain(unused).collect())
}

/// The types of aggregates, which are computed of rows.
fn aggregates(document: &Document<'_>, types: &Types<'_>) -> Vec<TypeRef> {
    let usages = document.tables.iter().flat_map(|table| &table.usages);
    let operations = usages.filter(|usage| usage.action == Action::Aggregate).map(|usage| usage.operation);
    let operations = operations.filter_map(|operation| document.operations.get(operation));
    let contents = operations.flat_map(|operation| &operation.responses).flat_map(|response| &response.contents);
    contents.filter_map(|content| content.schema.as_ref()).map(|schema| types.type_of(schema)).collect()
}

/// The types of rows.
fn stored(document: &Document<'_>, types: &Types<'_>) -> Vec<TypeRef> {
    let schemas = document.tables.iter().flat_map(|table| [table.schema, table.create_schema(&document.operations)]);
    schemas.filter_map(|name| types.component_type(name)).cloned().collect()
}

/// The schemas of parameters and request bodies, and of the reports that the engine fills in.
fn inputs<'d, 's>(document: &'d Document<'s>) -> Vec<&'d Node<'s>> {
    let usages = document.tables.iter().flat_map(|table| &table.usages);
    let reports: Vec<usize> = usages.filter(|usage| usage.action.is_reported()).map(|usage| usage.operation).collect();
    let mut found = Vec::new();
    for (index, operation) in document.operations.iter().enumerate() {
        found.extend(operation.parameters.iter().map(|parameter| &parameter.schema));
        found.extend(request_contents(operation).iter().filter_map(|part| part.content.decoded_schema()));
        if reports.contains(&index) {
            let parts = operation.responses.iter().flat_map(|response| response_contents(operation, response));
            found.extend(parts.filter_map(|part| part.content.schema.as_ref()));
        }
    }
    found
}

/// The definitions that types contain, at any depth.
fn closure(types: &Types<'_>, mut queue: Vec<TypeRef>) -> Vec<bool> {
    let mut found = vec![false; types.definitions().len()];
    while let Some(kind) = queue.pop() {
        let Some(id) = kind.named() else { continue };
        if std::mem::replace(&mut found[id], true) {
            continue;
        }
        queue.extend(parts(&types.definitions()[id].kind).into_iter().map(TypeRef::Named));
    }
    found
}

/// The definitions that a type contains directly.
fn parts(kind: &TypeKind<'_>) -> Vec<usize> {
    let kinds: Vec<&TypeRef> = match kind {
        TypeKind::Struct(object) => {
            let extra = object.extra.iter().map(|(_, kind)| kind);
            object.fields.iter().map(|field| &field.kind).chain(extra).collect()
        }
        TypeKind::OneOf(found) => found.variants.iter().map(|variant| &variant.kind).collect(),
        TypeKind::Alias(kind) | TypeKind::Wrapper(kind) => vec![kind],
        TypeKind::Enum(_) => Vec::new(),
    };
    kinds.into_iter().filter_map(TypeRef::named).collect()
}
