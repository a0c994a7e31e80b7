#![doc = include_str!("../README.md")]

mod array;
mod complete;
mod components;
mod decode;
pub mod encode;
mod number;
mod object;
mod place;
mod plain_text;
mod precision;
mod string_enum;
mod text;
mod text_violations;
mod view;
mod violation;
mod violations;
mod wording;

pub use array::Array;
pub use complete::{Schema, SchemaError};
pub use components::Components;
pub use decode::{Boolean, Decode, Nullable, from_json, read_only};
pub use dropspec_validation::{Format, child};
pub use dropspec_wire::{
    Binary, DecodeVariant, EnumValidator, Explode, StringEnum, Style, UnknownVariant, any_variant, discriminator,
    present, variant,
};
pub use number::{Integer, Number};
pub use object::{DecodeObject, ObjectValidator, Properties, required};
pub use plain_text::{Written, from_text, from_texts};
pub use precision::lossy_number;
pub use text::{Pattern, Text, UuidFormat};
pub use view::{Kinds, SchemaView};
pub use violation::{ErrorSource, Violation};
pub use violations::Violations;
pub use wording::{with_path, with_place};

/// The crates that generated code names.
pub mod reexport {
    pub use dropspec_wire;
    pub use serde;
}
