//! Reports of operations: an object of the document with properties that the run-time library provides.

use dropspec_openapi::document::{ColumnKind, column_kind, is_required, properties, reference_name};
use dropspec_openapi::node::{Checked, Node, collect};
use proc_macro2::TokenStream;

use super::context::OperationContext;
use crate::contents::response_contents;

/// A property that the run-time library provides.
pub(super) struct ReportProperty {
    pub(super) name: &'static str,
    pub(super) value: ReportValue,
    /// Whether it is always present.
    pub(super) always: bool,
}

/// The kind of value of a property.
pub(super) enum ReportValue {
    Integer,
    Text,
    Boolean,
    Array,
    Object,
    /// The key of a row.
    Key,
}

impl ReportProperty {
    pub(super) const fn always(name: &'static str, value: ReportValue) -> Self {
        Self { name, value, always: true }
    }

    pub(super) const fn sometimes(name: &'static str, value: ReportValue) -> Self {
        Self { name, value, always: false }
    }
}

/// An object schema whose properties are provided.
pub(super) struct ReportSchema<'s> {
    /// Its type.
    pub(super) kind: TokenStream,
    /// The properties that it has.
    pub(super) properties: Vec<(&'s str, Node<'s>)>,
}

impl<'s> ReportSchema<'s> {
    /// A property by name.
    pub(super) fn property(&self, name: &str) -> Option<&Node<'s>> {
        self.properties.iter().find_map(|(other, node)| (*other == name).then_some(node))
    }

    /// The names of its properties.
    pub(super) fn names(&self) -> Vec<&'s str> {
        self.properties.iter().map(|(name, _)| *name).collect()
    }
}

impl<'s> OperationContext<'_, 's> {
    /// The schema of the JSON body of a response.
    pub(super) fn report_for(&self, status: u16, known: &[ReportProperty]) -> Checked<ReportSchema<'s>> {
        let response = self.response(status);
        let parts = response.map(|response| response_contents(self.operation, response)).unwrap_or_default();
        match parts.iter().find_map(|part| part.content.schema.as_ref()) {
            Some(schema) => self.report(schema, known),
            None => Err(self.operation.node.error(format!("this operation returns {status} with JSON; declare that"))),
        }
    }

    /// The report that a named schema describes.
    pub(super) fn report(&self, schema: &Node<'s>, known: &[ReportProperty]) -> Checked<ReportSchema<'s>> {
        let target = schema.resolve()?;
        let Some(name) = reference_name(schema)?.filter(|_| matches!(target.text("type"), Ok(Some("object")))) else {
            return Err(schema.error("this must refer to an object schema in components"));
        };
        for required in target.items_of("required")? {
            if properties(&target)?.iter().all(|(name, _)| required.value() != name) {
                return Err(required.error("this property is required but not described"));
            }
        }
        let properties = collect(properties(&target)?, |(name, node)| {
            self.check(&target, name, &node, known)?;
            Ok((name, node))
        })?;
        Ok(ReportSchema { kind: self.types.component(name), properties })
    }

    fn check(&self, object: &Node<'_>, name: &str, node: &Node<'_>, known: &[ReportProperty]) -> Checked<()> {
        let Some(property) = known.iter().find(|property| property.name == name) else {
            let names: Vec<&str> = known.iter().map(|property| property.name).collect();
            let message = format!("unknown property of the report; use {}", names.join(", "));
            return Err(node.error(message));
        };
        self.expect(node, &property.value, &format!("`{name}`"))?;
        if !property.always && is_required(object, name)? {
            return Err(node.error(format!("`{name}` is not always present; remove it from `required`")));
        }
        Ok(())
    }

    /// Rejects a schema of another kind.
    pub(super) fn expect(&self, node: &Node<'_>, value: &ReportValue, what: &str) -> Checked<()> {
        let (kind, target) = (column_kind(node)?, node.resolve()?);
        let is = |word: &str| matches!(target.text("type"), Ok(Some(found)) if found == word);
        let (fits, word) = match value {
            ReportValue::Integer => (matches!(kind, ColumnKind::Integer | ColumnKind::Long), ColumnKind::Long.word()),
            ReportValue::Text => (kind == ColumnKind::Text, ColumnKind::Text.word()),
            ReportValue::Boolean => (kind == ColumnKind::Boolean, ColumnKind::Boolean.word()),
            ReportValue::Array => (is("array"), "an array"),
            ReportValue::Object => (is("object"), "an object"),
            ReportValue::Key => return self.expect_key(node, what),
        };
        if fits { Ok(()) } else { Err(node.error(format!("{what} must be {word}"))) }
    }

    /// Rejects a schema that does not have the values of the key: an object, if that has several properties.
    fn expect_key(&self, node: &Node<'_>, what: &str) -> Checked<()> {
        if let Some(key) = self.table.single_key() {
            let fits = column_kind(node)? == key.kind;
            return if fits { Ok(()) } else { Err(node.error(format!("{what} must be {}", key.kind.word()))) };
        }
        let target = node.resolve()?;
        let given = properties(&target)?;
        let is_known = |name: &str| self.table.key_columns().any(|column| column.property == name);
        let mut fits = target.text("type")? == Some("object") && given.iter().all(|(name, _)| is_known(name));
        for column in self.table.key_columns() {
            let found = given.iter().find(|(name, _)| *name == column.property);
            fits &= found.map(|(_, node)| column_kind(node)).transpose()?.as_ref() == Some(&column.kind);
        }
        let names: Vec<&str> = self.table.key_columns().map(|column| column.property).collect();
        if fits { Ok(()) } else { Err(node.error(format!("{what} must be an object of {}", names.join(" and ")))) }
    }
}
