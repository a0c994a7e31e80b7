//! Literals.

use proc_macro2::Literal;

/// A raw string literal, for readability.
pub(crate) fn raw(text: &str) -> Literal {
    let hashes =
        "#".repeat((0..).find(|count| !text.contains(&format!("\"{}", "#".repeat(*count)))).unwrap_or_default());
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}
