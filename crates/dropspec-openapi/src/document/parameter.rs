//! Parameters: where they stand, and how their text becomes a value.

use super::content::{Content, MediaKind, read_contents};
use super::schema::{check_schema, shape};
use super::style::{Serialization, Style, read_explode, read_style};
use super::value_kind::{ValueKind, value_kind};
use crate::node::{Checked, Node};

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter<'s> {
    /// Where it is described.
    pub node: Node<'s>,
    /// Its name.
    pub name: &'s str,
    /// Where it stands.
    pub location: Location,
    /// Whether it must be there.
    pub required: bool,
    /// Whether an empty value stands for none.
    pub allow_empty: bool,
    /// `description`.
    pub description: Option<&'s str>,
    /// Its schema.
    pub schema: Node<'s>,
    /// How it is written.
    pub serialization: Serialization,
}

impl Location {
    /// The styles that a parameter there can have, the usual one first.
    fn styles(self) -> &'static [Style] {
        match self {
            Self::Path => &[Style::Simple, Style::Label, Style::Matrix],
            Self::Query => &[Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject],
            Self::Header => &[Style::Simple],
            Self::Cookie => &[Style::Form],
        }
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "path" => Self::Path,
            "query" => Self::Query,
            "header" => Self::Header,
            "cookie" => Self::Cookie,
            _ => return None,
        })
    }
}

impl Parameter<'_> {
    /// The names that the parameter has in a query: its own, or those of its properties.
    pub fn query_names(&self) -> Checked<Vec<String>> {
        if self.location != Location::Query {
            return Ok(Vec::new());
        }
        match self.serialization {
            Serialization::Object(Style::DeepObject, _) => Ok(Vec::new()),
            Serialization::Object(_, true) => Ok(self
                .schema
                .resolve()?
                .entries_of("properties")?
                .into_iter()
                .map(|(name, _)| name.to_owned())
                .collect()),
            _ => Ok(vec![self.name.to_owned()]),
        }
    }

    /// Whether the parameter is a deep object of a query.
    pub fn is_deep(&self) -> bool {
        matches!(self.serialization, Serialization::Object(Style::DeepObject, _))
    }
}

const KEYS: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

/// A parameter, unless it is one of the headers that the specification has ignored, as they are described elsewhere.
pub(super) fn read_parameter<'s>(node: &Node<'s>) -> Checked<Option<Parameter<'s>>> {
    let node = node.resolve()?;
    node.allow_keys("a parameter", KEYS)?;
    let (name, place) = (node.required_text("name")?, node.required_text("in")?);
    let Some(location) = Location::named(place) else {
        return Err(node.require("in")?.error(format!("`{place}` is not path, query, header or cookie")));
    };
    if location == Location::Header && is_ignored(name) {
        return Ok(None);
    }
    let required = node.flag("required")?;
    if location == Location::Path && !required {
        return Err(node.error("a parameter of the path must be `required: true`"));
    }
    let (schema, serialization) = match (node.get("schema"), node.get("content")) {
        (Some(schema), None) => {
            check_schema(&schema)?;
            let serialization = serialization(&node, name, location, &schema)?;
            (schema, serialization)
        }
        (None, Some(content)) => (json_content(&node, &content)?, Serialization::Json),
        _ => return Err(node.error("a parameter must have either `schema` or `content`")),
    };
    let allow_empty = node.flag("allowEmptyValue")?;
    if allow_empty && (location != Location::Query || required) {
        return Err(node
            .require("allowEmptyValue")?
            .error("an empty value can stand for none only in a query, where the parameter is not required"));
    }
    // It concerns whoever writes the parameter; what is read is the same.
    node.flag("allowReserved")?;
    node.flag("deprecated")?;
    let description = node.text("description")?;
    Ok(Some(Parameter { name, location, required, allow_empty, description, schema, serialization, node }))
}

/// Headers whose parameters and response headers "shall be ignored" (Parameter Object and Response Object).
fn is_ignored(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn json_content<'s>(node: &Node<'s>, content: &Node<'s>) -> Checked<Node<'s>> {
    if let Some(key) = ["style", "explode", "allowReserved"].into_iter().find(|key| node.get(key).is_some()) {
        return Err(node.require(key)?.error(format!("`{key}` does not count beside `content`")));
    }
    let mut contents = read_contents(node)?;
    match (contents.pop(), contents.is_empty()) {
        (Some(Content { kind: MediaKind::Json, schema: Some(schema), .. }), true) => Ok(schema),
        _ => Err(content.error("the content of a parameter must be one JSON media type with a schema")),
    }
}

/// How a parameter of a schema is written.
fn serialization(node: &Node<'_>, name: &str, location: Location, schema: &Node<'_>) -> Checked<Serialization> {
    let styles = location.styles();
    let style = read_style(node, styles)?;
    let explode = read_explode(node, style)?;
    if style == styles[0] && shape(schema)?.is_some_and(|shape| shape.is_scalar()) {
        return Ok(Serialization::Scalar);
    }
    let serialization = match (value_kind(schema)?, style) {
        (ValueKind::Plain, Style::SpaceDelimited | Style::PipeDelimited) => Serialization::Plain(Style::Form),
        (ValueKind::Plain, Style::DeepObject) | (ValueKind::Array, Style::DeepObject) => {
            return Err(schema.error("the style `deepObject` is for objects only"));
        }
        (ValueKind::Plain, style) => Serialization::Plain(style),
        (ValueKind::Array, style) => Serialization::Array(style, explode),
        (ValueKind::Object, style) => Serialization::Object(style, explode),
    };
    if location == Location::Cookie
        && matches!(serialization, Serialization::Array(_, true) | Serialization::Object(_, true))
    {
        return Err(node
            .error(format!("the cookie `{name}` would be several cookies; say `explode: false`, so that it is one")));
    }
    if location == Location::Query && serialization == Serialization::Object(Style::Form, true) {
        require_properties(schema)?;
    }
    Ok(serialization)
}

/// An object whose properties are parameters of their own has all the parameters that there are, if it is open.
fn require_properties(schema: &Node<'_>) -> Checked<()> {
    let target = schema.resolve()?;
    match target.get("properties") {
        Some(properties) if properties.value().as_object().is_some_and(|it| !it.is_empty()) => Ok(()),
        _ => Err(target.error(
            "the properties of this object would be parameters of the query: name them in `properties`, \
             or give the parameter the style `deepObject`",
        )),
    }
}
