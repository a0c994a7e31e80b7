#![doc = include_str!("../README.md")]

mod alternatives;
mod array;
mod binary;
mod complete;
mod components;
mod decode;
pub mod encode;
mod format;
mod lost_numbers;
mod number;
mod object;
mod plain_text;
mod precision;
mod string_enum;
mod text;
mod view;
mod violation;
mod violations;
mod wording;

pub use alternatives::{DecodeVariant, any_variant, discriminator, variant};
pub use array::Array;
pub use binary::Binary;
pub use complete::{Schema, SchemaError};
pub use components::Components;
pub use decode::{Boolean, Decode, Nullable, from_json, present, read_only};
pub use number::{Integer, Number};
pub use object::{DecodeObject, ObjectValidator, Properties, required};
pub use plain_text::{Written, from_text, from_texts};
pub use precision::lossy_number;
pub use string_enum::{StringEnum, UnknownVariant};
pub use text::{EnumValidator, Pattern, Text, UuidFormat};
pub use view::{Kinds, SchemaView};
pub use violation::{ErrorSource, Violation};
pub use violations::Violations;
pub use wording::{child, with_path, with_place};

/// The crates that generated code names.
pub mod reexport {
    pub use serde;
}
