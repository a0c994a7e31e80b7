//! Adjustments: what a document may have without effect is removed before the document is checked, each with a warning.
//!
//! The specification says that some parts are ignored, such as the keys beside `$ref`. Others have no effect on a service, such as the servers
//! of a path. The model and the generator never see them. The document that clients get is not changed.

mod composition;
mod contents;
mod defaults;
mod effects;
mod encodings;
mod enums;
mod headers;
mod links;
mod parameters;
mod paths;
mod references;
mod responses;
mod schemas;
mod servers;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::grammar::{DOCUMENT, ReferenceRule, Rule, children};
use crate::node::Node;
use crate::pointer::{escape, unescape};
use crate::warnings::Warnings;

/// A change of the document.
#[derive(Debug)]
enum Edit {
    /// Removes a value from its object.
    Remove,
    /// Replaces a value.
    Replace(Value),
    /// Adds a value to an object.
    Insert(&'static str, Value),
}

/// The changes of a document, by pointer, and the warnings about them.
#[derive(Debug, Default)]
pub(crate) struct Adjustments {
    edits: Vec<(String, Edit)>,
    pub(crate) warnings: Warnings,
    /// Why patterns cannot be compiled; `None` for those that can.
    patterns: HashMap<String, Option<String>>,
    /// The ids of all operations, once they are needed.
    operation_ids: Option<HashSet<String>>,
}

/// A pass over the objects of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pass {
    /// Whether there may be something to do at an object. It is asked of every object, and so has to be cheap.
    concerns: fn(&Value, Rule) -> bool,
    run: fn(&Node<'_>, Rule, &mut Adjustments),
}

/// The passes, in their order: each sees the document that the previous ones have changed.
pub(crate) const PASSES: &[Pass] = &[
    Pass { concerns: effects::concerns, run: effects::adjust },
    Pass { concerns: composition::concerns, run: composition::simplify },
];

impl Adjustments {
    /// Finds the changes of a pass.
    pub(crate) fn find(root: &Node<'_>, pass: Pass) -> Self {
        let mut adjustments = Self::default();
        adjustments.walk(root, &mut String::new(), root.value(), Rule::One(&DOCUMENT), pass);
        adjustments
    }

    /// Whether the document stays as it is.
    pub(crate) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Changes the document.
    pub(crate) fn apply(self, document: &mut Value) {
        for (pointer, edit) in self.edits {
            edit.apply(document, &pointer);
        }
    }

    fn walk<'s>(&mut self, root: &Node<'s>, pointer: &mut String, value: &'s Value, rule: Rule, pass: Pass) {
        if value.is_object() && (pass.concerns)(value, rule) {
            (pass.run)(&root.with(value, pointer), rule, self);
        }
        let reference = rule.object(value).filter(|object| object.reference_in(value).is_some());
        if reference.is_some_and(|object| object.reference != ReferenceRule::Inline) {
            return;
        }
        for (key, part) in children(value) {
            let Some(rule) = rule.rule_for(value, &key) else { continue };
            if !part.is_object() && !part.is_array() {
                continue;
            }
            let length = pointer.len();
            pointer.push('/');
            pointer.push_str(&escape(&key));
            self.walk(root, pointer, part, rule, pass);
            pointer.truncate(length);
        }
    }

    fn warn(&mut self, node: &Node<'_>, message: impl Into<String>) {
        self.warnings.add(message, node.pointer());
    }

    /// Removes a value from its object.
    fn remove(&mut self, node: &Node<'_>, message: impl Into<String>) {
        self.warn(node, message);
        self.edits.push((node.pointer().to_owned(), Edit::Remove));
    }

    fn insert(&mut self, node: &Node<'_>, key: &'static str, value: Value) {
        self.edits.push((node.pointer().to_owned(), Edit::Insert(key, value)));
    }

    fn replace(&mut self, node: &Node<'_>, value: Value) {
        self.edits.push((node.pointer().to_owned(), Edit::Replace(value)));
    }
}

impl Edit {
    /// Changes the document. Nothing happens where another edit has already replaced what encloses the value.
    fn apply(self, document: &mut Value, pointer: &str) {
        match self {
            Self::Replace(value) => {
                if let Some(place) = document.pointer_mut(pointer) {
                    *place = value;
                }
            }
            Self::Insert(key, value) => {
                if let Some(Value::Object(object)) = document.pointer_mut(pointer) {
                    object.insert(key.to_owned(), value);
                }
            }
            Self::Remove => {
                let Some((parent, key)) = pointer.rsplit_once('/') else { return };
                if let Some(Value::Object(object)) = document.pointer_mut(parent) {
                    object.shift_remove(&unescape(key));
                }
            }
        }
    }
}
