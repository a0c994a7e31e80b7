//! Media types with their schemas: the bodies of requests and responses.

use dropspec_wire::{Explode, Style};

use super::schema::{check_schema, property};
use super::style::{FORM_STYLES, Serialization, StyleName, read_explode, read_style};
use super::value_kind::{ValueKind, can_be_deep, value_kind};
use crate::grammar::extensions::PAGE_FORM;
use crate::node::{Checked, Node, both, collect};

/// A media type of a body.
#[derive(Debug)]
pub struct Content<'s> {
    /// The media type in the document.
    pub node: Node<'s>,
    /// The media type or range as it is written, without parameters unless they tell it apart from another one of the body.
    pub media_type: &'s str,
    /// How its bytes are interpreted.
    pub kind: MediaKind,
    /// The schema, if the bytes are decoded.
    pub schema: Option<Node<'s>>,
    /// The encodings of the fields of a form.
    pub fields: Vec<Field<'s>>,
    /// Whether HTML pages of the service submit it: `x-dropspec-page`.
    pub is_page_form: bool,
    /// The name of the schema whose rows are listed, if the body is the list of a table.
    pub rows: Option<&'s str>,
    /// The items of a bulk request, which are decoded one by one.
    pub bulk: Option<Bulk<'s>>,
}

/// A body that is an array of rows to create.
#[derive(Debug)]
pub struct Bulk<'s> {
    /// The reference to the schema of each item.
    pub items: Node<'s>,
    /// `minItems`
    pub min_items: usize,
    /// `maxItems`
    pub max_items: Option<usize>,
}

/// How the bytes of a body are interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// JSON.
    Json,
    /// The fields of a URL-encoded form.
    Form,
    /// The parts of a multipart form.
    Multipart,
    /// Plain text.
    Text,
    /// Opaque bytes, passed through.
    Bytes,
}

/// The encoding of a form field: an Encoding Object.
#[derive(Debug)]
pub struct Field<'s> {
    /// The encoding in the document.
    pub node: Node<'s>,
    /// The name of the property.
    pub name: &'s str,
    /// How its value is serialized, if the document says so.
    pub serialization: Option<Serialization>,
    /// The media types that its part may have.
    pub content_types: Vec<&'s str>,
}

impl Content<'_> {
    /// Whether it is a range of media types.
    pub fn is_range(&self) -> bool {
        self.media_type.contains('*')
    }

    /// The media type of a response; for a range with a JSON schema it is `application/json`.
    pub fn sent_media_type(&self) -> &str {
        if self.kind == MediaKind::Json && self.is_range() { "application/json" } else { self.media_type }
    }
}

impl<'s> Content<'s> {
    /// The schema of one decoded value: the body, or an item of a bulk request.
    pub fn decoded_schema(&self) -> Option<&Node<'s>> {
        self.bulk.as_ref().map(|bulk| &bulk.items).or(self.schema.as_ref())
    }
}

/// The media types of a body, in the order of the document.
pub(super) fn read_contents<'s>(node: &Node<'s>) -> Checked<Vec<Content<'s>>> {
    let entries = node.entries_of("content")?;
    let essences: Vec<&str> = entries.iter().map(|(written, _)| essence(written)).collect();
    let is_alone =
        |written: &str| essences.iter().filter(|other| other.eq_ignore_ascii_case(essence(written))).count() == 1;
    collect(entries, |(written, node)| {
        let content = read_content(written, node)?;
        Ok(if is_alone(written) { content } else { Content { media_type: written, ..content } })
    })
}

/// A media type without its parameters.
pub(crate) fn essence(written: &str) -> &str {
    written.split(';').next().unwrap_or_default().trim()
}

/// Whether bodies of a media type are passed through as bytes although their schema restricts them.
pub(crate) fn is_unchecked(written: &str, schema: &Node<'_>) -> bool {
    let Some((main, sub)) = essence(written).split_once('/') else { return false };
    if !media_kind(main, sub, Some(schema)).is_ok_and(|kind| kind == MediaKind::Bytes) {
        return false;
    }
    let restricts = |target: &Node<'_>| {
        let is_text = target.get("type").is_some_and(|kind| kind.value() == "string");
        let is_bare = ["enum", "pattern", "minLength", "maxLength"].iter().all(|key| target.get(key).is_none());
        let is_empty = target.value().as_object().is_some_and(serde_json::Map::is_empty);
        !(is_empty || (is_text && (is_bare || target.get("format").is_some_and(|format| format.value() == "binary"))))
    };
    schema.resolve().is_ok_and(|target| restricts(&target))
}

fn read_content<'s>(written: &'s str, node: Node<'s>) -> Checked<Content<'s>> {
    let media_type = essence(written);
    let parts = media_type.split_once('/').filter(|(main, sub)| is_token(main) && is_token(sub));
    let parts = parts.ok_or_else(|| node.error(format!("`{written}` is not a media type")));
    let schema = node.get("schema");
    let ((main, sub), ()) = both(parts, schema.as_ref().map_or(Ok(()), check_schema))?;
    let kind = media_kind(main, sub, schema.as_ref())?;
    let decoded = kind != MediaKind::Bytes;
    let fields = node.entries_of("encoding")?;
    if let (Some((_, field)), false) = (fields.first(), matches!(kind, MediaKind::Form | MediaKind::Multipart)) {
        return Err(field.error("`encoding` applies only to form bodies; remove it"));
    }
    let fields = collect(fields, |(name, field)| read_field(name, &field, schema.as_ref(), kind))?;
    let is_page_form = node.flag(PAGE_FORM)?;
    if is_page_form && kind != MediaKind::Form {
        return Err(node.error("`x-dropspec-page` requires application/x-www-form-urlencoded with a schema"));
    }
    Ok(Content {
        media_type,
        kind,
        is_page_form,
        schema: schema.filter(|_| decoded),
        fields,
        node,
        rows: None,
        bulk: None,
    })
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// How the bytes are interpreted. Without a schema they are opaque, and so is a range whose schema does not describe JSON.
fn media_kind(main: &str, sub: &str, schema: Option<&Node<'_>>) -> Checked<MediaKind> {
    let main = main.to_ascii_lowercase();
    let sub = sub.to_ascii_lowercase();
    let Some(schema) = schema else { return Ok(MediaKind::Bytes) };
    let target = schema.resolve()?;
    let is_text = target.text("type")? == Some("string");
    let is_binary = is_text && target.text("format")? == Some("binary");
    Ok(match (main.as_str(), sub.as_str()) {
        _ if is_binary => MediaKind::Bytes,
        ("application", "json") => MediaKind::Json,
        _ if sub.ends_with("+json") => MediaKind::Json,
        ("application", "x-www-form-urlencoded") => MediaKind::Form,
        ("multipart", "form-data") => MediaKind::Multipart,
        // HTML is not decoded.
        ("text", "html") => MediaKind::Bytes,
        ("*" | "application", "*") if !is_text => MediaKind::Json,
        ("text", sub) if sub != "*" && value_kind(schema).is_ok_and(|kind| kind == ValueKind::Plain) => MediaKind::Text,
        _ => MediaKind::Bytes,
    })
}

fn read_field<'s>(name: &'s str, node: &Node<'s>, schema: Option<&Node<'s>>, media: MediaKind) -> Checked<Field<'s>> {
    node.flag("allowReserved")?;
    let property = schema.map(|schema| property(schema, name)).transpose()?.flatten();
    let property = property.ok_or_else(|| node.error(format!("the schema has no property `{name}`")))?;
    let content_types: Vec<&str> =
        node.text("contentType")?.map(|types| types.split(',').map(str::trim).collect()).unwrap_or_default();
    let styled = node.get("style").is_some() || node.get("explode").is_some();
    let is_json = |media_type: &&str| *media_type == "application/json" || media_type.ends_with("+json");
    let serialization = match media {
        MediaKind::Form if styled => Some(form_writing(node, &property)?),
        _ if styled => return Err(node.error("`style` and `explode` apply only to application/x-www-form-urlencoded")),
        _ => content_types.iter().any(is_json).then_some(Serialization::Json),
    };
    Ok(Field { node: node.clone(), name, serialization, content_types })
}

fn form_writing(node: &Node<'_>, property: &Node<'_>) -> Checked<Serialization> {
    let style = read_style(node, FORM_STYLES)?;
    let explode = read_explode(node, style)?;
    let style = match style {
        StyleName::Flat(style) => style,
        StyleName::DeepObject if can_be_deep(property)? => return Ok(Serialization::Deep),
        // A scalar.
        StyleName::DeepObject => Style::Form,
    };
    Ok(match (value_kind(property)?, style) {
        (ValueKind::Plain, _) => Serialization::Plain(Style::Form),
        (ValueKind::Array, style) => Serialization::Array(style, explode),
        (ValueKind::Object, Style::Form) if explode == Explode::Yes => {
            return Err(node.error(
                "the properties of this object would become form fields; set `explode: false` or `style: deepObject`",
            ));
        }
        (ValueKind::Object, style) => Serialization::Object(style, explode),
    })
}
