//! Parameters: their location, schema and serialization.

use dropspec_wire::{Explode, Style};

use super::content::{Content, MediaKind, read_contents};
use super::described_header::described_header;
use super::schema::{check_schema, properties, shape};
use super::style::{FORM_STYLES, Serialization, StyleName, read_explode, read_style};
use super::value_kind::{ValueKind, can_be_deep, value_kind};
use crate::node::{Checked, Node, both};

/// The location of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter<'s> {
    /// The parameter in the document.
    pub node: Node<'s>,
    /// Its name.
    pub name: &'s str,
    /// Its location.
    pub location: Location,
    /// Whether it is required.
    pub required: bool,
    /// Whether an empty value counts as absent: `allowEmptyValue`.
    pub allow_empty: bool,
    /// `description`.
    pub description: Option<&'s str>,
    /// Its schema.
    pub schema: Node<'s>,
    /// How its value is serialized.
    pub serialization: Serialization,
}

impl Location {
    /// The styles that are allowed at this location, the default first.
    fn styles(self) -> &'static [StyleName] {
        match self {
            Self::Path => {
                &[StyleName::Flat(Style::Simple), StyleName::Flat(Style::Label), StyleName::Flat(Style::Matrix)]
            }
            Self::Query => FORM_STYLES,
            Self::Header => &[StyleName::Flat(Style::Simple)],
            Self::Cookie => &[StyleName::Flat(Style::Form)],
        }
    }

    /// The style of scalars, unless the document says otherwise.
    fn default_style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Cookie => Style::Form,
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
    /// The names that the parameter has in the query: its own, or those of its properties.
    pub fn query_names(&self) -> Checked<Vec<String>> {
        if self.location != Location::Query {
            return Ok(Vec::new());
        }
        match self.serialization {
            Serialization::FreeForm => Ok(Vec::new()),
            Serialization::Object(Style::Form, Explode::Yes) => {
                Ok(properties(&self.schema)?.into_iter().map(|(name, _)| name.to_owned()).collect())
            }
            _ => Ok(vec![self.name.to_owned()]),
        }
    }

    /// How its value is written.
    #[must_use]
    pub fn written(&self) -> dropspec_wire::Serialization {
        self.serialization.written(self.location.default_style())
    }

    /// Whether the parameter is written in the style `deepObject`.
    pub fn is_deep(&self) -> bool {
        self.serialization == Serialization::Deep
    }
}

/// Reads a parameter; `None` for header parameters that the specification ignores.
pub(super) fn read_parameter<'s>(node: &Node<'s>) -> Checked<Option<Parameter<'s>>> {
    let node = node.resolve()?;
    // Of a parameter that is ignored, the schema is not read either.
    let ignored = node.text("in")? == Some("header") && node.text("name")?.and_then(described_header).is_some();
    let schema = node.get("schema").filter(|_| !ignored);
    let checked = schema.map_or(Ok(()), |schema| check_schema(&schema));
    both(checked, read_sound(node)).map(|((), parameter)| parameter)
}

/// Reads a parameter whose schema is checked.
fn read_sound(node: Node<'_>) -> Checked<Option<Parameter<'_>>> {
    let (name, place) = (node.required_text("name")?, node.required_text("in")?);
    let Some(location) = Location::named(place) else {
        return Err(node.require("in")?.error(format!("invalid `in`: `{place}`; use path, query, header or cookie")));
    };
    check_name(&node)?;
    if location == Location::Header && described_header(name).is_some() {
        return Ok(None);
    }
    let required = node.flag("required")?;
    if location == Location::Path && !required {
        return Err(node.error("a path parameter must be `required: true`"));
    }
    let (schema, serialization) = match (node.get("schema"), node.get("content")) {
        (Some(schema), None) => {
            let serialization = serialization(&node, name, location, &schema)?;
            (schema, serialization)
        }
        (None, Some(content)) => content_schema(&node, location, &content)?,
        _ => return Err(node.error("a parameter must have either `schema` or `content`")),
    };
    let allow_empty = node.flag("allowEmptyValue")?;
    if allow_empty && (location != Location::Query || required) {
        return Err(node
            .require("allowEmptyValue")?
            .error("`allowEmptyValue` is only allowed for optional query parameters"));
    }
    // Only relevant for encoding; decoding does not depend on it.
    node.flag("allowReserved")?;
    node.flag("deprecated")?;
    let description = node.text("description")?;
    Ok(Some(Parameter { name, location, required, allow_empty, description, schema, serialization, node }))
}

/// Rejects an empty name.
pub(super) fn check_name(node: &Node<'_>) -> Checked<()> {
    let name = node.require("name")?;
    if name.value() == "" { Err(name.error("a parameter must have a name")) } else { Ok(()) }
}

/// The schema of `content`: of JSON, or of text that is the value itself.
fn content_schema<'s>(node: &Node<'s>, location: Location, content: &Node<'s>) -> Checked<(Node<'s>, Serialization)> {
    if let Some(key) = ["style", "explode", "allowReserved"].into_iter().find(|key| node.get(key).is_some()) {
        return Err(node.require(key)?.error(format!("`{key}` has no effect beside `content`; remove it")));
    }
    let mut contents = read_contents(node)?;
    if let (Some(Content { kind, node: media_type, .. }), true) = (contents.pop(), contents.is_empty())
        && let Some(schema) = media_type.get("schema")
    {
        if kind == MediaKind::Json {
            return Ok((schema, Serialization::Json));
        }
        if value_kind(&schema)? == ValueKind::Plain {
            let is_scalar = shape(&schema)?.is_some_and(|shape| shape.is_scalar());
            let plain = Serialization::Plain(location.default_style());
            return Ok((schema, if is_scalar { Serialization::Scalar } else { plain }));
        }
    }
    Err(content.error("the `content` of a parameter must be one media type with a schema, of JSON or text"))
}

/// The serialization of a parameter.
fn serialization(node: &Node<'_>, name: &str, location: Location, schema: &Node<'_>) -> Checked<Serialization> {
    let style = read_style(node, location.styles())?;
    let explode = read_explode(node, style)?;
    if style == StyleName::Flat(location.default_style()) && shape(schema)?.is_some_and(|shape| shape.is_scalar()) {
        return Ok(Serialization::Scalar);
    }
    let style = match style {
        StyleName::Flat(style) => style,
        StyleName::DeepObject if can_be_deep(schema)? => return Ok(Serialization::Deep),
        StyleName::DeepObject => {
            return Err(schema.error("style `deepObject` is only allowed for objects and arrays"));
        }
    };
    Ok(match (value_kind(schema)?, style) {
        (ValueKind::Plain, Style::SpaceDelimited | Style::PipeDelimited) => Serialization::Plain(Style::Form),
        (ValueKind::Plain, style) => Serialization::Plain(style),
        (ValueKind::Array, style) => Serialization::Array(style, explode),
        (ValueKind::Object, Style::Form) if explode == Explode::Yes && !has_properties(schema)? => match location {
            Location::Query => Serialization::FreeForm,
            _ => {
                return Err(node.error(format!(
                    "every cookie would become a property of `{name}`; list them in `properties` or set `explode: false`"
                )));
            }
        },
        (ValueKind::Object, style) => Serialization::Object(style, explode),
    })
}

/// Whether an object names its properties.
fn has_properties(schema: &Node<'_>) -> Checked<bool> {
    Ok(!properties(schema)?.is_empty())
}
