//! The fields of objects.

use dropspec_openapi::node::{Checked, Node};

use super::super::names;
use super::composed::Flat;
use super::{Reader, joined};
use crate::model::{Direction, Field, Presence, Struct, TypeRef};

/// A property of an object.
struct Property<'s> {
    name: &'s str,
    node: Option<Node<'s>>,
    is_required: bool,
}

impl<'s> Reader<'_, 's> {
    /// The fields of an object with named properties.
    pub(super) fn object_fields(&mut self, node: &Node<'s>, hint: &str) -> Checked<Struct<'s>> {
        let required = node.items_of("required")?;
        let required: Vec<&'s str> = required.iter().filter_map(|name| name.value().as_str()).collect();
        let extra = node.get("additionalProperties");
        let is_open = extra.as_ref().is_none_or(|extra| *extra.value() != false);
        let extra = match extra.filter(|extra| extra.value().is_object()) {
            Some(extra) => Some(self.read(&extra, &joined(hint, "value"))?),
            None => None,
        };
        let described = node.entries_of("properties")?;
        // Without a field, the value of a required property would be lost.
        let undescribed = required.iter().filter(|name| described.iter().all(|(other, _)| other != *name));
        let undescribed: Vec<Property<'s>> = undescribed
            .filter(|_| is_open && extra.is_none())
            .map(|name| Property { name, node: None, is_required: true })
            .collect();
        let property = |(name, node): (&'s str, Node<'s>)| Property {
            name,
            node: Some(node),
            is_required: required.contains(&name),
        };
        let properties: Vec<Property<'s>> = described.into_iter().map(property).chain(undescribed).collect();
        self.fields(properties, is_open, extra, hint)
    }

    /// The fields of a composed object.
    pub(super) fn composed_fields(&mut self, flat: &Flat<'s>, hint: &str) -> Checked<Struct<'s>> {
        let allowed = flat.properties.iter().filter(|(name, _)| flat.allows(name));
        let mut properties: Vec<Property<'s>> = allowed
            .map(|(name, node)| Property { name, node: Some(node.clone()), is_required: flat.requires(name) })
            .collect();
        let undescribed = flat.undescribed().filter(|name| flat.allows(name));
        properties.extend(undescribed.map(|name| Property { name, node: None, is_required: true }));
        self.fields(properties, flat.is_open(), None, hint)
    }

    fn fields(
        &mut self,
        properties: Vec<Property<'s>>,
        is_open: bool,
        extra: Option<TypeRef>,
        hint: &str,
    ) -> Checked<Struct<'s>> {
        // The field for other properties has no property of its own.
        let mut texts: Vec<&str> = properties.iter().map(|property| property.name).collect();
        texts.extend(extra.is_some().then_some("Extra"));
        let mut names = names::fields(&texts);
        let extra = extra.and_then(|kind| Some((names.pop()?, kind)));
        let fields = properties.into_iter().zip(names).map(|(property, name)| self.field(property, name, hint));
        Ok(Struct { fields: fields.collect::<Checked<_>>()?, is_open, extra })
    }

    fn field(&mut self, property: Property<'s>, name: String, hint: &str) -> Checked<Field<'s>> {
        let Property { name: property, node, is_required } = property;
        let doc = node.as_ref().and_then(|node| node.resolve().ok()?.text("description").ok()?);
        let doc = doc.filter(|text| !text.trim().is_empty());
        let doc = doc.map_or_else(|| format!("`{property}`."), str::to_owned);
        let Some(node) = node else {
            let (kind, presence) = (TypeRef::Json, Presence::Required);
            return Ok(Field { property, name, node: None, kind, presence, direction: None, doc });
        };
        let kind = self.read(&node, &joined(hint, property))?;
        let direction = match (node.is_read_only()?, node.is_write_only()?) {
            (true, _) => Some(Direction::Out),
            (_, true) => Some(Direction::In { required: is_required }),
            _ => None,
        };
        let presence = match node.resolve()?.get("default") {
            _ if is_required && direction.is_none() => Presence::Required,
            Some(default) => Presence::Default(default.value()),
            None => Presence::Optional,
        };
        Ok(Field { property, name, node: Some(node), kind, presence, direction, doc })
    }
}
