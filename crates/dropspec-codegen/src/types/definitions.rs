//! The definitions of types.

use super::received::Deserialization;
use super::writer::Writer;
use crate::model::{
    Alternatives, Direction, Field, Presence, Scope, StringEnum, Struct, TypeDef, TypeKind, TypeRef, Types,
};

/// Writes the definition of a type.
pub(super) fn definition(
    types: &Types<'_>,
    definition: &TypeDef<'_>,
    deserialization: Deserialization,
    out: &mut Writer,
) {
    let is_derived = deserialization == Deserialization::Derived;
    out.docs(&definition.doc);
    let name = &definition.name;
    match &definition.kind {
        TypeKind::Struct(found) => object(types, name, found, deserialization, out),
        TypeKind::Enum(found) => string_enum(name, found, out),
        TypeKind::OneOf(found) => alternatives(types, name, found, is_derived, out),
        TypeKind::Alias(kind) => {
            if *kind == TypeRef::Json {
                out.docs("\nAny JSON, because no Rust type represents all values of the schema without loss.");
            }
            out.line(format!("pub type {name} = {};", types.text(kind, Scope::Types)));
        }
        TypeKind::Wrapper(kind) => {
            out.line(derives(is_derived));
            out.line("#[serde(transparent)]");
            out.line(format!("pub struct {name}(pub {});", types.text(kind, Scope::Types)));
        }
    }
    out.line("");
}

fn derives(is_derived: bool) -> &'static str {
    match is_derived {
        true => "#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]",
        false => "#[derive(Clone, Debug, PartialEq, ::serde::Serialize)]",
    }
}

fn object(types: &Types<'_>, name: &str, found: &Struct<'_>, deserialization: Deserialization, out: &mut Writer) {
    let is_derived = deserialization == Deserialization::Derived;
    out.line(derives(is_derived));
    if is_derived && !found.is_open {
        out.line("#[serde(deny_unknown_fields)]");
    }
    if found.fields.is_empty() && found.extra.is_none() {
        out.line(format!("pub struct {name} {{}}"));
    } else {
        fields(types, name, found, is_derived, out);
    }
    match deserialization {
        Deserialization::Never => {}
        Deserialization::Derived => defaults(types, name, found, out),
        Deserialization::Decoder => {
            defaults(types, name, found, out);
            by_decoder(types, name, out);
        }
    }
}

/// Writes the fields of an object.
fn fields(types: &Types<'_>, name: &str, found: &Struct<'_>, is_derived: bool, out: &mut Writer) {
    out.line(format!("pub struct {name} {{"));
    for field in &found.fields {
        out.docs(&field.doc);
        let attributes = attributes(types, name, field, is_derived);
        if !attributes.is_empty() {
            out.line(format!("#[serde({})]", attributes.join(", ")));
        }
        out.line(format!("pub {}: {},", field.name, types.field_text(field, Scope::Types)));
    }
    if let Some((name, kind)) = &found.extra {
        out.docs("The other properties.");
        out.line("#[serde(flatten)]");
        out.line(format!("pub {name}: {},", types.text(&TypeRef::Map(Box::new(kind.clone())), Scope::Types)));
    }
    out.line("}");
}

/// Writes `Deserialize` of an object that has a decoder.
fn by_decoder(types: &Types<'_>, name: &str, out: &mut Writer) {
    let result = types.prelude("Result", Scope::Types);
    out.line("");
    out.line(format!("impl<'de> ::serde::Deserialize<'de> for {name} {{"));
    out.line(format!(
        "fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> {result}<Self, __D::Error> {{"
    ));
    out.line("check::Decode::decode(deserializer)");
    out.line("}");
    out.line("}");
}

/// The attributes with which serde reads and writes a field as the generated code does.
fn attributes(types: &Types<'_>, name: &str, field: &Field<'_>, is_derived: bool) -> Vec<String> {
    let mut attributes = Vec::new();
    if field.name != field.property {
        attributes.push(format!("rename = {:?}", field.property));
    }
    match field.presence {
        Presence::Required => {}
        Presence::Optional => {
            if is_derived {
                attributes.push("default".to_owned());
            }
            if is_derived && field.kind.admits_null() {
                attributes.push("deserialize_with = \"check::present\"".to_owned());
            }
            if !matches!(field.direction, Some(Direction::In { .. })) {
                attributes
                    .push(format!("skip_serializing_if = \"{}::is_none\"", types.prelude("Option", Scope::Types)));
            }
        }
        Presence::Default(_) if is_derived => attributes.push(format!("default = \"{name}::default_{}\"", field.name)),
        Presence::Default(_) => {}
    }
    if matches!(field.direction, Some(Direction::In { .. })) {
        attributes.push("skip_serializing".to_owned());
    }
    attributes
}

/// The defaults of the fields, as functions.
fn defaults(types: &Types<'_>, name: &str, found: &Struct<'_>, out: &mut Writer) {
    let expression = |field: &Field<'_>| match field.presence {
        Presence::Default(value) => types.expression(&field.kind, value),
        _ => None,
    };
    let defaults: Vec<_> = found.fields.iter().filter_map(|field| Some((field, expression(field)?))).collect();
    if defaults.is_empty() {
        return;
    }
    out.line("");
    out.line(format!("impl {name} {{"));
    for (index, (field, expression)) in defaults.into_iter().enumerate() {
        if index > 0 {
            out.line("");
        }
        out.line(format!("fn default_{}() -> {} {{", field.name, types.text(&field.kind, Scope::Types)));
        out.line(expression);
        out.line("}");
    }
    out.line("}");
}

fn string_enum(name: &str, found: &StringEnum, out: &mut Writer) {
    let default = if found.default.is_some() { "Default, " } else { "" };
    out.line(format!("#[derive(Clone, Copy, Debug, {default}Eq, Hash, Ord, PartialEq, PartialOrd)]"));
    out.line(format!("pub enum {name} {{"));
    for (index, (text, variant)) in found.variants.iter().enumerate() {
        out.docs(&format!("`{text}`."));
        if found.default == Some(index) {
            out.line("#[default]");
        }
        out.line(format!("{variant},"));
    }
    out.line("}");
    out.line("");
    let variants = found.variants.iter().map(|(text, variant)| format!("{variant} = {text:?}"));
    out.list(&format!("check::string_enum!({name} {{ "), variants, " });");
}

fn alternatives(types: &Types<'_>, name: &str, found: &Alternatives, is_derived: bool, out: &mut Writer) {
    out.line("#[derive(Clone, Debug, PartialEq, ::serde::Serialize)]");
    out.line("#[serde(untagged)]");
    out.line(format!("pub enum {name} {{"));
    for variant in &found.variants {
        let kind = types.text(&variant.kind, Scope::Types);
        out.docs(&format!("`{kind}`."));
        out.line(format!("{}({kind}),", variant.name));
    }
    out.line("}");
    if !is_derived {
        return;
    }
    out.line("");
    let result = types.prelude("Result", Scope::Types);
    out.line(format!("impl<'de> ::serde::Deserialize<'de> for {name} {{"));
    out.line(format!(
        "fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> {result}<Self, __D::Error> {{"
    ));
    out.line("let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;");
    let variant = |name: &str| format!("check::variant(value, Self::{name})");
    match &found.discriminator {
        Some(discriminator) => {
            out.line("let value = &value;");
            out.line(format!("let found = match check::discriminator(value, {:?}) {{", discriminator.property));
            for (position, found) in found.variants.iter().enumerate() {
                let values = discriminator.choices.iter().filter(|(_, selected)| *selected == position);
                let values: Vec<String> = values.map(|(value, _)| format!("{value:?}")).collect();
                if !values.is_empty() {
                    out.line(format!("Some({}) => {},", values.join(" | "), variant(&found.name)));
                }
            }
            out.line("_ => check::any_variant(value, &[]),");
            out.line("};");
        }
        None => {
            out.line("let found = check::any_variant(&value, &[");
            for found in &found.variants {
                out.line(format!("|value| {},", variant(&found.name)));
            }
            out.line("]);");
        }
    }
    out.line("found.map_err(::serde::de::Error::custom)");
    out.line("}");
    out.line("}");
}
