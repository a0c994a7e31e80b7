//! Names of the document as names of Rust.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use http::StatusCode;
use proc_macro2::{Ident, Span};

/// The name of a type.
pub(super) fn type_name(text: &str) -> Ident {
    ident(&text.to_pascal_case())
}

/// The name of a function or field.
pub(super) fn field_name(text: &str) -> Ident {
    ident(&text.to_snake_case())
}

/// The name of a variable in a handler, which has some of its own.
pub(super) fn local_name(text: &str) -> Ident {
    let name = field_name(text);
    let taken = ["api", "body", "call", "known", "request"].iter().any(|taken| name == taken);
    if taken { quote::format_ident!("{name}_") } else { name }
}

/// The name of a constant.
pub(super) fn constant_name(text: &str) -> Ident {
    ident(&text.to_shouty_snake_case())
}

/// The name of the field of a response header: `ETag` is one word.
pub(super) fn header_field(name: &str) -> Ident {
    ident(&name.to_lowercase().replace('-', "_"))
}

/// The name of the constant of a status.
pub(super) fn status_constant(status: StatusCode) -> Ident {
    constant_name(&status.canonical_reason().unwrap_or("Other").replace('\'', ""))
}

/// The name of the variant of a response.
pub(super) fn status_variant(status: StatusCode) -> Ident {
    ident(&status.canonical_reason().unwrap_or("Other").replace('\'', "").to_pascal_case())
}

fn ident(text: &str) -> Ident {
    let mut name: String =
        text.chars().map(|character| if character.is_alphanumeric() { character } else { '_' }).collect();
    if name.is_empty() || name.starts_with(|first: char| first.is_numeric()) {
        name.insert(0, '_');
    }
    // Keywords get an underscore, those that cannot be raw identifiers among them.
    if syn::parse_str::<Ident>(&name).is_err() {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}
