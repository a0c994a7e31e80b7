//! Decoders and encoders: an `impl DecodeObject` and an `impl Encode` for named objects that the fast validator supports.

use dropspec_openapi::document::shape;
use dropspec_openapi::node::Checked;

use super::validators::{Patterns, validator_text};
use super::writer::Writer;
use crate::model::{Direction, Field, Presence, Scope, Struct, Types};

/// Writes the decoder of an object.
pub(super) fn decoder(
    types: &Types<'_>,
    name: &str,
    found: &Struct<'_>,
    patterns: &mut Patterns,
    out: &mut Writer,
) -> Checked<()> {
    let names = found.fields.iter().map(|field| format!("{:?}", field.property));
    let result = types.prelude("Result", Scope::Types);
    out.line(format!("impl check::DecodeObject for {name} {{"));
    out.list("const PROPERTIES: &'static [&'static str] = &[", names, "];");
    out.line(format!("const ADDITIONAL_PROPERTIES: bool = {};", found.is_open));
    out.line("");
    out.line(format!(
        "fn decode_properties<'de, __A: ::serde::de::MapAccess<'de>>(__in: &mut check::Properties<__A>) -> {result}<Self, __A::Error> {{"
    ));
    for field in found.fields.iter().filter(|field| is_read(field)) {
        out.line(format!("let mut {} = None;", field.name));
    }
    reads(types, found, patterns, out)?;
    out.list("Ok(Self { ", found.fields.iter().map(|field| value(types, field)), " })");
    out.line("}");
    out.line("}");
    out.line("");
    Ok(())
}

/// Writes the loop that reads all properties.
fn reads(types: &Types<'_>, found: &Struct<'_>, patterns: &mut Patterns, out: &mut Writer) -> Checked<()> {
    if found.fields.is_empty() {
        out.line("while __in.next_position()?.is_some() {}");
        return Ok(());
    }
    if !found.fields.iter().any(is_read) {
        out.line("if __in.next_position()?.is_some() {");
        out.line("return Err(check::read_only());");
        out.line("}");
        return Ok(());
    }
    let mut arms = Vec::new();
    for (index, field) in found.fields.iter().enumerate() {
        let is_last = index + 1 == found.fields.len();
        let place = if is_last { "_".to_owned() } else { index.to_string() };
        arms.push((place, read(types, field, patterns)?));
    }
    // A match with one arm only would be a warning of Clippy.
    if let [(_, only)] = arms.as_slice() {
        out.line("while __in.next_position()?.is_some() {");
        out.line(format!("{only};"));
    } else {
        out.line("while let Some(__index) = __in.next_position()? {");
        out.line("match __index {");
        arms.iter().for_each(|(place, read)| out.line(format!("{place} => {read},")));
        out.line("}");
    }
    out.line("}");
    Ok(())
}

/// The expression that reads the value of a property.
fn read(types: &Types<'_>, field: &Field<'_>, patterns: &mut Patterns) -> Checked<String> {
    let Some(node) = field.node.as_ref().filter(|_| is_read(field)) else {
        return Ok("return Err(check::read_only())".to_owned());
    };
    let Some(shape) = shape(node)? else {
        return Err(node.error("the fast validator does not support this property"));
    };
    let seed = validator_text(types, &shape, &node.resolve()?, &field.kind, Scope::Types, patterns);
    Ok(format!("{} = __in.value({seed})?", field.name))
}

/// Whether requests have the property.
fn is_read(field: &Field<'_>) -> bool {
    field.direction != Some(Direction::Out)
}

/// The value of a field from what has been read. Absence has the same meaning as for serde.
fn value(types: &Types<'_>, field: &Field<'_>) -> String {
    let name = &field.name;
    let default = match field.presence {
        Presence::Default(value) => types.expression(&field.kind, value),
        _ => None,
    };
    if !is_read(field) {
        return format!("{name}: {}", default.map_or("None".to_owned(), |_| format!("Self::default_{name}()")));
    }
    match (field.presence, field.direction) {
        (Presence::Required, _) => format!("{name}: check::required({name})?"),
        (Presence::Optional, Some(Direction::In { required: true })) => {
            format!("{name}: Some(check::required({name})?)")
        }
        (Presence::Default(_), Some(Direction::In { required: true })) => format!("{name}: check::required({name})?"),
        (Presence::Optional, _) => name.clone(),
        (Presence::Default(_), _) => format!("{name}: {name}.unwrap_or_else(Self::default_{name})"),
    }
}

/// Writes the encoder of an object.
pub(super) fn encoder(name: &str, found: &Struct<'_>, out: &mut Writer) {
    out.line(format!("impl ::dropspec::encode::Encode for {name} {{"));
    out.line("fn encode(&self, out: &mut ::std::vec::Vec<u8>) {");
    let mut written =
        found.fields.iter().filter(|field| !matches!(field.direction, Some(Direction::In { .. }))).peekable();
    let is_mutable = if written.peek().is_some() { "mut " } else { "" };
    out.line(format!("let {is_mutable}object = ::dropspec::encode::ObjectWriter::new(out);"));
    for field in written {
        // A JSON string with its colon, as a string of Rust.
        let property = format!("{:?}", serde_json::Value::from(field.property).to_string() + ":");
        let name = &field.name;
        out.line(match field.is_optional() {
            true => format!("object.optional({property}, self.{name}.as_ref());"),
            false => format!("object.property({property}, &self.{name});"),
        });
    }
    out.line("object.end();");
    out.line("}");
    out.line("}");
    out.line("");
}
