//! The types whose values are received, and thus deserialized.

use dropspec_openapi::document::{Action, Document};
use dropspec_openapi::node::Node;

use super::roots::roots;
use crate::contents::{request_contents, response_contents};
use crate::model::{TypeKind, TypeRef, Types};

/// For each definition, whether its values are received: in requests, from tables, or in reports. Those that no operation refers to
/// are for the service itself, and count as received, with all that they contain.
pub(super) fn received(document: &Document<'_>, types: &Types<'_>) -> Vec<bool> {
    let tables = || {
        let schemas =
            document.tables.iter().flat_map(|table| [table.schema, table.create_schema(&document.operations)]);
        schemas.filter_map(|name| types.component_type(name)).cloned().collect::<Vec<_>>()
    };
    let roots = roots(document);
    let all = roots.iter().map(|(_, node)| types.type_of(node)).chain(tables());
    let used = closure(types, all.collect());
    let unused = used.iter().enumerate().filter(|(_, is_used)| !**is_used).map(|(id, _)| TypeRef::Named(id));
    let inputs = inputs(document).into_iter().map(|node| types.type_of(node));
    closure(types, inputs.chain(tables()).chain(unused).collect())
}

/// The schemas of parameters and request bodies, and of the reports that the engine fills in.
fn inputs<'d, 's>(document: &'d Document<'s>) -> Vec<&'d Node<'s>> {
    let usages = document.tables.iter().flat_map(|table| &table.usages);
    let reports: Vec<usize> = usages
        .filter(|usage| matches!(usage.action, Action::Bulk | Action::Import))
        .map(|usage| usage.operation)
        .collect();
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
        match &types.definitions()[id].kind {
            TypeKind::Struct(object) => {
                queue.extend(object.fields.iter().map(|field| field.kind.clone()));
                queue.extend(object.extra.iter().map(|(_, kind)| kind.clone()));
            }
            TypeKind::OneOf(found) => queue.extend(found.variants.iter().map(|variant| variant.kind.clone())),
            TypeKind::Alias(kind) | TypeKind::Wrapper(kind) => queue.push(kind.clone()),
            TypeKind::Enum(_) => {}
        }
    }
    found
}
