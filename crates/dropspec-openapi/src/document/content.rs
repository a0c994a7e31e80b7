//! Media types with their schemas: the bodies of requests and responses.

use super::extensions::PAGE_FORM;
use super::schema::check_schema;
use super::style::{Serialization, Style, read_explode, read_style};
use super::value_kind::{ValueKind, value_kind};
use crate::node::{Checked, Node, collect};

/// A media type of a body.
#[derive(Debug)]
pub struct Content<'s> {
    /// Where it is described.
    pub node: Node<'s>,
    /// The media type or the range of them, as it is written, without parameters.
    pub media_type: &'s str,
    /// What is made of its bytes.
    pub kind: MediaKind,
    /// The schema, where the bytes are decoded.
    pub schema: Option<Node<'s>>,
    /// What is said of the fields of a form.
    pub fields: Vec<Field<'s>>,
    /// Whether it is a form that pages of the service send: `x-dropspec-page`.
    pub is_page_form: bool,
    /// The schema whose rows are listed, where the body is the list of a table.
    pub rows: Option<&'s str>,
    /// The items of a bulk, which are decoded one by one.
    pub bulk: Option<Bulk<'s>>,
}

/// A body that is an array of what creates rows.
#[derive(Debug)]
pub struct Bulk<'s> {
    /// The reference to the schema of each item.
    pub items: Node<'s>,
    /// `minItems`
    pub min_items: usize,
    /// `maxItems`
    pub max_items: Option<usize>,
}

/// What is made of the bytes of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// They are JSON.
    Json,
    /// They are the fields of a form.
    Form,
    /// They are the parts of a form.
    Multipart,
    /// They are a plain text.
    Text,
    /// They are passed on as they are.
    Bytes,
}

/// What is said of a field of a form: the Encoding Object.
#[derive(Debug)]
pub struct Field<'s> {
    /// Where it is described.
    pub node: Node<'s>,
    /// The property.
    pub name: &'s str,
    /// How it is written, where that is said.
    pub serialization: Option<Serialization>,
    /// The media types that its part can have.
    pub content_types: Vec<&'s str>,
}

impl Content<'_> {
    /// Whether it is a range of media types.
    pub fn is_range(&self) -> bool {
        self.media_type.contains('*')
    }

    /// The media type that is sent: of a range of JSON the one that it is about.
    pub fn sent_media_type(&self) -> &str {
        if self.kind == MediaKind::Json && self.is_range() { "application/json" } else { self.media_type }
    }
}

impl<'s> Content<'s> {
    /// The schema that what is decoded at a time is held against: the body, or each item of a bulk.
    pub fn decoded_schema(&self) -> Option<&Node<'s>> {
        self.bulk.as_ref().map(|bulk| &bulk.items).or(self.schema.as_ref())
    }
}

/// The media types of a body, in the order of the document.
pub(super) fn read_contents<'s>(node: &Node<'s>) -> Checked<Vec<Content<'s>>> {
    collect(node.entries_of("content")?, |(media_type, node)| read_content(media_type, node))
}

fn read_content<'s>(written: &'s str, node: Node<'s>) -> Checked<Content<'s>> {
    node.allow_keys("a media type", &["schema", "example", "examples", "encoding", PAGE_FORM])?;
    // Parameters, as of `application/json; charset=utf-8`, are not told apart.
    let media_type = written.split(';').next().unwrap_or_default().trim();
    let Some((main, sub)) = media_type.split_once('/').filter(|(main, sub)| is_token(main) && is_token(sub)) else {
        return Err(node.error(format!("`{written}` is not a media type")));
    };
    let schema = node.get("schema");
    if let Some(schema) = &schema {
        check_schema(schema)?;
    }
    let kind = media_kind(main, sub, schema.as_ref())?;
    let decoded = kind != MediaKind::Bytes;
    let fields = node.entries_of("encoding")?;
    if let (Some((_, field)), false) = (fields.first(), matches!(kind, MediaKind::Form | MediaKind::Multipart)) {
        return Err(field.error("`encoding` counts only for the fields of a form"));
    }
    let fields = collect(fields, |(name, field)| read_field(name, &field, schema.as_ref(), kind))?;
    let is_page_form = node.flag(PAGE_FORM)?;
    if is_page_form && kind != MediaKind::Form {
        return Err(node.error("a page sends application/x-www-form-urlencoded, with a schema"));
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

/// What is made of the bytes. What there is no schema for is passed on, and so is a range whose schema does not say that it is JSON.
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
        // A page is a text that nobody takes apart.
        ("text", "html") => MediaKind::Bytes,
        ("*" | "application", "*") if !is_text => MediaKind::Json,
        ("text", sub) if sub != "*" && value_kind(schema).is_ok_and(|kind| kind == ValueKind::Plain) => MediaKind::Text,
        _ => MediaKind::Bytes,
    })
}

fn read_field<'s>(name: &'s str, node: &Node<'s>, schema: Option<&Node<'s>>, media: MediaKind) -> Checked<Field<'s>> {
    node.allow_keys("an encoding", &["contentType", "style", "explode", "allowReserved"])?;
    node.flag("allowReserved")?;
    let target = schema.map(Node::resolve).transpose()?;
    let property = target.and_then(|target| target.get("properties")?.get(name));
    let property = property.ok_or_else(|| node.error(format!("the schema has no property `{name}`")))?;
    let content_types: Vec<&str> =
        node.text("contentType")?.map(|types| types.split(',').map(str::trim).collect()).unwrap_or_default();
    let styled = node.get("style").is_some() || node.get("explode").is_some();
    let is_json = |media_type: &&str| *media_type == "application/json" || media_type.ends_with("+json");
    let serialization = match media {
        MediaKind::Form if styled => Some(form_writing(node, &property)?),
        _ if styled => return Err(node.error("`style` and `explode` count only for application/x-www-form-urlencoded")),
        _ => content_types.iter().any(is_json).then_some(Serialization::Json),
    };
    Ok(Field { node: node.clone(), name, serialization, content_types })
}

fn form_writing(node: &Node<'_>, property: &Node<'_>) -> Checked<Serialization> {
    let style = read_style(node, &[Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject])?;
    let explode = read_explode(node, style)?;
    Ok(match (value_kind(property)?, style) {
        (ValueKind::Plain, _) => Serialization::Plain(Style::Form),
        (ValueKind::Array, Style::DeepObject) => return Err(node.error("the style `deepObject` is for objects only")),
        (ValueKind::Array, style) => Serialization::Array(style, explode),
        (ValueKind::Object, Style::Form) if explode => {
            return Err(node.error(
                "the properties of this object would be fields of the form; say `explode: false` or `style: deepObject`",
            ));
        }
        (ValueKind::Object, style) => Serialization::Object(style, explode),
    })
}
