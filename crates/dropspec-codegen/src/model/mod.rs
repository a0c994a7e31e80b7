//! The types of a document: how the values of each schema are held in Rust.

mod definition;
mod expression;
mod library;
mod type_ref;
mod types;

pub(crate) use definition::{
    Alternatives, Direction, Discriminator, Field, Presence, StringEnum, Struct, TypeDef, TypeKind, Variant,
};
pub(crate) use library::Library;
pub(crate) use type_ref::{Scope, TypeRef};
pub(crate) use types::Types;
