//! Reads the schemas of a document as types.

mod alternatives;
mod composed;
mod objects;

use std::collections::{HashMap, VecDeque};

use dropspec_openapi::document::{Document, admits_null, reference_name};
use dropspec_openapi::node::{Checked, Node};

use super::drafts::{Draft, Drafts};
use super::names;
use crate::model::{StringEnum, TypeKind, TypeRef};
use crate::rust::names::type_name;
use alternatives::has_own_type;
use composed::{Flat, says_nothing};

/// Why values are held as any JSON.
const NO_TYPE: &str = "without `type`, values of every type are allowed";
const NO_STRINGS: &str = "the values of its `enum` are not all strings";

/// Reads schemas. Each schema has one type, whichever parts of the document refer to it.
pub(super) struct Reader<'d, 's> {
    by_name: HashMap<&'s str, (usize, &'d Node<'s>)>,
    pub(super) drafts: Drafts<'s>,
    /// The types by the pointers of their schemas.
    pub(super) by_pointer: HashMap<String, TypeRef>,
    /// The types of the named schemas.
    pub(super) components: HashMap<&'s str, Component>,
    pub(super) fallbacks: Vec<(String, &'static str)>,
    /// The objects whose fields have not been read.
    objects: VecDeque<(usize, Node<'s>)>,
    /// The composed objects whose fields have not been read.
    composed: VecDeque<(usize, Flat<'s>)>,
}

/// The type of a named schema.
#[derive(Clone)]
pub(super) enum Component {
    /// It is being read, and may have been found within itself.
    Reading {
        /// Whether it has been.
        is_recursive: bool,
    },
    /// It has been read.
    Read(TypeRef),
}

impl<'d, 's> Reader<'d, 's> {
    pub(super) fn new(document: &'d Document<'s>) -> Self {
        let schemas = document.schemas.iter().enumerate();
        Self {
            by_name: schemas.map(|(id, (name, node))| (*name, (id, node))).collect(),
            drafts: Drafts::new(document.schemas.iter().map(|(name, node)| Draft::component(name, node))),
            by_pointer: HashMap::new(),
            components: HashMap::new(),
            fallbacks: Vec::new(),
            objects: VecDeque::new(),
            composed: VecDeque::new(),
        }
    }

    /// The type of a named schema.
    pub(super) fn component(&mut self, name: &'s str) -> Checked<TypeRef> {
        let Some((id, node)) = self.by_name.get(name).copied() else { return Ok(TypeRef::Json) };
        match self.components.get_mut(name) {
            Some(Component::Read(kind)) => return Ok(kind.clone()),
            Some(Component::Reading { is_recursive }) => {
                *is_recursive = true;
                return Ok(TypeRef::Named(id));
            }
            None => {}
        }
        self.components.insert(name, Component::Reading { is_recursive: false });
        let hint = self.drafts.get(id).name.clone();
        let kind = match reference_name(node)? {
            Some(other) => self.component(other)?,
            None => self.structure(node, &hint, Some(id))?,
        };
        let is_recursive = matches!(self.components.get(name), Some(Component::Reading { is_recursive: true }));
        let is_own = *kind.non_null() == TypeRef::Named(id);
        let kind = match (is_own, is_recursive) {
            (true, _) => kind,
            (false, true) => {
                self.drafts.define(id, TypeKind::Wrapper(kind));
                TypeRef::Named(id)
            }
            (false, false) => {
                self.drafts.define(id, TypeKind::Alias(kind.clone()));
                kind
            }
        };
        self.components.insert(name, Component::Read(kind.clone()));
        self.by_pointer.insert(node.pointer().to_owned(), kind.clone());
        Ok(kind)
    }

    /// The type of a schema. A type that has to be defined gets the name `hint`, if that is free.
    pub(super) fn read(&mut self, node: &Node<'s>, hint: &str) -> Checked<TypeRef> {
        if let Some(name) = reference_name(node)? {
            node.resolve()?;
            return self.component(name);
        }
        if let Some(known) = self.by_pointer.get(node.pointer()) {
            return Ok(known.clone());
        }
        let kind = self.structure(node, hint, None)?;
        self.by_pointer.insert(node.pointer().to_owned(), kind.clone());
        Ok(kind)
    }

    /// Reads the fields of all structs that have been found. Those of plain objects come first: they name the types of properties that
    /// composed objects share with them.
    pub(super) fn read_fields(&mut self) -> Checked<()> {
        loop {
            let (id, found) = if let Some((id, node)) = self.objects.pop_front() {
                let hint = self.drafts.get(id).name.clone();
                (id, self.object_fields(&node, &hint)?)
            } else if let Some((id, flat)) = self.composed.pop_front() {
                let hint = self.drafts.get(id).name.clone();
                (id, self.composed_fields(&flat, &hint)?)
            } else {
                return Ok(());
            };
            self.drafts.define(id, TypeKind::Struct(found));
        }
    }

    /// The type of a schema that is no reference. `own` is the definition that is reserved for it.
    fn structure(&mut self, node: &Node<'s>, hint: &str, own: Option<usize>) -> Checked<TypeRef> {
        if node.get("allOf").is_some() {
            return self.all_of(node, hint, own);
        }
        if (node.get("anyOf").is_some() || node.get("oneOf").is_some()) && !has_own_type(node)? {
            return self.any_of(node, hint, own);
        }
        let kind = match node.text("type")? {
            Some("boolean") => TypeRef::Boolean,
            Some("integer") if node.text("format")? == Some("int32") => TypeRef::Int32,
            Some("integer") => TypeRef::Int64,
            Some("number") => TypeRef::Number,
            Some("array") => {
                let items = self.read(&node.require("items")?, &joined(hint, "item"))?;
                TypeRef::Array(Box::new(items))
            }
            Some("object") => self.object(node, hint, own)?,
            kind => self.string(node, hint, own, kind.is_some())?,
        };
        Ok(if admits_null(node)? { kind.nullable() } else { kind })
    }

    fn object(&mut self, node: &Node<'s>, hint: &str, own: Option<usize>) -> Checked<TypeRef> {
        let extra = node.get("additionalProperties");
        if node.get("properties").is_some() || extra.as_ref().is_some_and(|extra| *extra.value() == false) {
            let id = self.drafts.reserve(own, hint, node);
            self.objects.push_back((id, node.clone()));
            return Ok(TypeRef::Named(id));
        }
        let Some(extra) = extra.filter(|extra| extra.value().is_object()) else { return Ok(TypeRef::JsonObject) };
        Ok(match self.read(&extra, &joined(hint, "value"))? {
            TypeRef::Json => TypeRef::JsonObject,
            values => TypeRef::Map(Box::new(values)),
        })
    }

    /// A string, an enum of strings, or any JSON.
    fn string(&mut self, node: &Node<'s>, hint: &str, own: Option<usize>, is_typed: bool) -> Checked<TypeRef> {
        let values = node.items_of("enum")?;
        let texts: Vec<&str> = values.iter().filter_map(|value| value.value().as_str()).collect();
        let others = values.iter().any(|value| !value.value().is_string() && !value.value().is_null());
        if !texts.is_empty() && !others && (is_typed || texts.len() == values.len()) {
            let id = self.drafts.reserve(own, hint, node);
            let default = node.get("default").and_then(|default| default.value().as_str());
            self.drafts.define(id, TypeKind::Enum(string_enum(&texts, default)));
            return Ok(TypeRef::Named(id));
        }
        Ok(match (is_typed, node.text("format")?) {
            (false, _) if says_nothing(node) => TypeRef::Json,
            (false, _) => self.fallback(node, if values.is_empty() { NO_TYPE } else { NO_STRINGS }),
            (true, Some("uuid")) => TypeRef::Uuid,
            (true, Some("binary")) => TypeRef::Binary,
            (true, _) => TypeRef::Text,
        })
    }

    /// Any JSON, and the reason for it.
    fn fallback(&mut self, node: &Node<'s>, reason: &'static str) -> TypeRef {
        self.fallbacks.push((node.pointer().to_owned(), reason));
        TypeRef::Json
    }
}

/// The name of the type of a part.
fn joined(hint: &str, part: &str) -> String {
    type_name(&format!("{hint}_{part}")).to_string()
}

fn string_enum(texts: &[&str], default: Option<&str>) -> StringEnum {
    let mut distinct: Vec<&str> = Vec::new();
    for text in texts {
        if !distinct.contains(text) {
            distinct.push(text);
        }
    }
    let default = default.and_then(|default| distinct.iter().position(|text| *text == default));
    let variants = names::variants(&distinct);
    StringEnum { variants: distinct.into_iter().map(str::to_owned).zip(variants).collect(), default }
}
