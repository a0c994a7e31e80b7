//! Names of the document as Rust identifiers.

use dropspec_openapi::document::Status;
use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::{Ident, Span};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use super::keywords::is_keyword;

/// The name of a type.
pub(crate) fn type_name(text: &str) -> Ident {
    ident(&text.to_pascal_case())
}

/// The name of a function or field.
pub(crate) fn field_name(text: &str) -> Ident {
    ident(&text.to_snake_case())
}

/// The name of a constant.
pub(crate) fn constant_name(text: &str) -> Ident {
    ident(&text.to_shouty_snake_case())
}

/// The field of a response header: `ETag` is one word.
pub(crate) fn header_field(name: &str) -> Ident {
    ident(&name.to_lowercase().replace('-', "_"))
}

/// The variant of a response.
pub(crate) fn status_variant(status: Status) -> Ident {
    match status {
        Status::Code(code) => match code.canonical_reason() {
            Some(reason) => ident(&reason.replace('\'', "").to_pascal_case()),
            None => quote::format_ident!("Status{}", code.as_u16()),
        },
        Status::Class(1) => quote::format_ident!("Informational"),
        Status::Class(2) => quote::format_ident!("Success"),
        Status::Class(3) => quote::format_ident!("Redirection"),
        Status::Class(4) => quote::format_ident!("ClientError"),
        Status::Class(_) => quote::format_ident!("ServerError"),
        Status::Default => quote::format_ident!("Default"),
    }
}

fn ident(text: &str) -> Ident {
    // Rust compares identifiers in the normal form C, and warns of characters that change in the form KC.
    let allowed = |character: char| if is_xid_continue(character) { character } else { '_' };
    let mut name: String =
        if text.is_ascii() { text.chars().map(allowed).collect() } else { text.nfkc().map(allowed).collect() };
    if !name.starts_with(|first: char| first == '_' || is_xid_start(first)) {
        name.insert(0, '_');
    }
    // Some keywords cannot be raw identifiers.
    if is_keyword(&name) {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}
