//! Definitions of types while the document is read.

use dropspec_openapi::node::Node;

use crate::model::{TypeDef, TypeKind};
use crate::rust::names::type_name;

/// A definition.
#[derive(Debug)]
pub(super) struct Draft<'s> {
    /// The name that it gets if that is free.
    pub(super) name: String,
    pub(super) component: Option<&'s str>,
    doc: String,
    pub(super) kind: Option<TypeKind<'s>>,
}

impl<'s> Draft<'s> {
    /// The definition of a named schema.
    pub(super) fn component(name: &'s str, node: &Node<'s>) -> Self {
        Self { name: type_name(name).to_string(), component: Some(name), doc: doc(node, name), kind: None }
    }
}

/// All definitions.
#[derive(Debug)]
pub(super) struct Drafts<'s>(Vec<Draft<'s>>);

impl<'s> Drafts<'s> {
    pub(super) fn new(components: impl Iterator<Item = Draft<'s>>) -> Self {
        Self(components.collect())
    }

    pub(super) fn get(&self, id: usize) -> &Draft<'s> {
        &self.0[id]
    }

    pub(super) fn get_mut(&mut self, id: usize) -> &mut Draft<'s> {
        &mut self.0[id]
    }

    /// Reserves a definition, if there is none for the schema.
    pub(super) fn reserve(&mut self, own: Option<usize>, name: &str, node: &Node<'s>) -> usize {
        own.unwrap_or_else(|| {
            self.0.push(Draft { name: name.to_owned(), component: None, doc: doc(node, name), kind: None });
            self.0.len() - 1
        })
    }

    pub(super) fn define(&mut self, id: usize, kind: TypeKind<'s>) {
        self.0[id].kind = Some(kind);
    }

    /// The definitions with their names.
    pub(super) fn named(self, names: Vec<String>) -> Vec<TypeDef<'s>> {
        let drafts = self.0.into_iter().zip(names);
        drafts
            .map(|(draft, name)| TypeDef {
                name,
                doc: draft.doc,
                component: draft.component,
                kind: draft.kind.unwrap_or(TypeKind::Alias(crate::model::TypeRef::Json)),
            })
            .collect()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Draft<'s>> + Clone {
        self.0.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Draft<'s>> {
        self.0.iter_mut()
    }
}

/// The description of a schema, or its name.
fn doc(node: &Node<'_>, name: &str) -> String {
    let target = node.resolve().unwrap_or_else(|_| node.clone());
    match target.text("description") {
        Ok(Some(text)) if !text.trim().is_empty() => text.to_owned(),
        _ => format!("`{name}`."),
    }
}
