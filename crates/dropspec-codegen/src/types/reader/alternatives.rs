//! `anyOf` and `oneOf`: an enum with a variant for each alternative.

use dropspec_openapi::document::{discriminator, reference_name};
use dropspec_openapi::node::{Checked, Node};

use super::super::names;
use super::composed::{SHAPING, says_nothing};
use super::{Reader, joined};
use crate::model::{Alternatives, Discriminator, TypeKind, TypeRef, Variant};

/// Why values are held as any JSON.
const NOT_ALONE: &str = "`anyOf` or `oneOf` is not the only keyword that determines its type";
const ANY: &str = "an alternative of its `anyOf` or `oneOf` allows values of every type";

impl<'s> Reader<'_, 's> {
    pub(super) fn any_of(&mut self, node: &Node<'s>, hint: &str, own: Option<usize>) -> Checked<TypeRef> {
        // `type` only restricts the alternatives.
        let shaping = SHAPING.iter().filter(|key| !["nullable", "type"].contains(key) && node.get(key).is_some());
        if shaping.count() != 1 {
            return Ok(self.fallback(node, NOT_ALONE));
        }
        let parts = [node.items_of("anyOf")?, node.items_of("oneOf")?].concat();
        let several = parts.len() > 1;
        let mut is_nullable = false;
        // The alternatives without duplicates, and the alternative of each part.
        let (mut kinds, mut positions): (Vec<TypeRef>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
        for (index, part) in parts.iter().enumerate() {
            if is_null(part)? {
                is_nullable = true;
                positions.push(None);
                continue;
            }
            if says_nothing(&part.resolve()?) {
                return Ok(self.fallback(node, ANY));
            }
            let hint = if several { joined(hint, &format!("option_{}", index + 1)) } else { hint.to_owned() };
            let kind = self.read(part, &hint)?;
            if kind == TypeRef::Json {
                return Ok(self.fallback(node, ANY));
            }
            is_nullable |= kind.admits_null();
            let kind = kind.non_null().clone();
            let position = kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            });
            positions.push(Some(position));
        }
        let kind = match kinds.as_slice() {
            [] => return Ok(self.fallback(node, ANY)),
            [only] => only.clone(),
            _ => {
                let id = self.drafts.reserve(own, hint, node);
                let found = self.alternatives(node, &parts, &positions, kinds)?;
                self.drafts.define(id, TypeKind::OneOf(found));
                TypeRef::Named(id)
            }
        };
        Ok(if is_nullable { kind.nullable() } else { kind })
    }

    fn alternatives(
        &mut self,
        node: &Node<'s>,
        parts: &[Node<'s>],
        positions: &[Option<usize>],
        kinds: Vec<TypeRef>,
    ) -> Checked<Alternatives> {
        let names: Vec<String> = kinds.iter().map(|kind| self.variant_name(kind)).collect();
        let names = names::variants(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let mut selected = None;
        if let Some(found) = discriminator(node)? {
            let targets: Vec<Option<&str>> = parts.iter().map(reference_name).collect::<Checked<_>>()?;
            let position = |name: &str| {
                let part = targets.iter().position(|target| *target == Some(name))?;
                positions[part]
            };
            let choices = found.choices.iter().filter_map(|(value, name)| Some(((*value).to_owned(), position(name)?)));
            selected = Some(Discriminator { property: found.property.to_owned(), choices: choices.collect() });
        }
        let variants = names.into_iter().zip(kinds).map(|(name, kind)| Variant { name, kind }).collect();
        Ok(Alternatives { variants, discriminator: selected })
    }

    /// The name of the variant of a type.
    fn variant_name(&self, kind: &TypeRef) -> String {
        match kind {
            TypeRef::Boolean => "Boolean".to_owned(),
            TypeRef::Int32 | TypeRef::Int64 => "Integer".to_owned(),
            TypeRef::Number => "Number".to_owned(),
            TypeRef::Text => "Text".to_owned(),
            TypeRef::Uuid => "Uuid".to_owned(),
            TypeRef::Binary => "Binary".to_owned(),
            TypeRef::Json | TypeRef::JsonObject => "Object".to_owned(),
            TypeRef::Array(items) => format!("{}List", self.variant_name(items)),
            TypeRef::Map(values) => format!("{}Map", self.variant_name(values)),
            TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => self.variant_name(inner),
            TypeRef::Named(id) => self.drafts.get(*id).name.clone(),
        }
    }
}

/// Whether a schema has a type of its own, which its alternatives only restrict.
pub(super) fn has_own_type(node: &Node<'_>) -> Checked<bool> {
    if node.get("type").is_none() {
        return Ok(false);
    }
    for part in [node.items_of("anyOf")?, node.items_of("oneOf")?].concat() {
        let part = part.resolve()?;
        if SHAPING.iter().any(|key| *key != "required" && part.get(key).is_some()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether null is the only value.
fn is_null(node: &Node<'_>) -> Checked<bool> {
    let target = node.resolve()?;
    let values = target.items_of("enum")?;
    Ok(!values.is_empty() && values.iter().all(|value| value.value().is_null()))
}
