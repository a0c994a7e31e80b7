//! Types that contain themselves: values on the heap end them.

use crate::model::{TypeKind, TypeRef};

use super::drafts::Drafts;

/// Boxes the fields through which a type contains itself. Every cycle has a struct, since a schema that is its own alternative is rejected.
pub(super) fn box_cycles(drafts: &mut Drafts<'_>) {
    let contained: Vec<Vec<usize>> =
        drafts.iter().map(|draft| draft.kind.as_ref().map(contained).unwrap_or_default()).collect();
    let groups = groups(&contained);
    for (id, draft) in drafts.iter_mut().enumerate() {
        let Some(TypeKind::Struct(object)) = &mut draft.kind else { continue };
        for field in &mut object.fields {
            if field.kind.contained().is_some_and(|other| groups[other] == groups[id]) {
                field.kind = std::mem::replace(&mut field.kind, TypeRef::Json).boxed();
            }
        }
    }
}

/// The definitions that a value contains directly.
pub(super) fn contained(kind: &TypeKind<'_>) -> Vec<usize> {
    match kind {
        TypeKind::Struct(found) => found.fields.iter().filter_map(|field| field.kind.contained()).collect(),
        TypeKind::OneOf(found) => found.variants.iter().filter_map(|variant| variant.kind.contained()).collect(),
        TypeKind::Alias(kind) | TypeKind::Wrapper(kind) => kind.contained().into_iter().collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}

/// The group of each node: nodes that reach each other are in one group, other nodes each in a group of their own, and a node that has no
/// edge to itself is not in a cycle. Groups that a node reaches have lower numbers than its own. By Tarjan's algorithm, without recursion.
pub(super) fn groups(edges: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low, mut group) = (vec![NEW; count], vec![0; count], vec![NEW; count]);
    let (mut stack, mut next, mut groups) = (Vec::new(), 0, 0);
    for root in 0..count {
        let mut path = vec![(root, 0)];
        while let Some((node, edge)) = path.pop() {
            if edge == 0 {
                if index[node] != NEW {
                    continue;
                }
                (index[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
            }
            if let Some(other) = edges[node].get(edge).copied() {
                path.push((node, edge + 1));
                if index[other] == NEW {
                    path.push((other, 0));
                } else if group[other] == NEW {
                    low[node] = low[node].min(index[other]);
                }
                continue;
            }
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    group[member] = groups;
                    if member == node {
                        break;
                    }
                }
                groups += 1;
            }
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    group
}
