//! Rust as text: names, literals, doc comments and layout.

pub(crate) mod distinct;
pub(crate) mod docs;
mod keywords;
pub(crate) mod layout;
pub(crate) mod literal;
pub(crate) mod names;
pub(crate) mod unique;
