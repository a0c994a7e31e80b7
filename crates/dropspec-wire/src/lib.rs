#![doc = include_str!("../README.md")]

mod alternatives;
mod binary;
mod present;
mod string_enum;
pub mod style;

pub use alternatives::{DecodeVariant, any_variant, discriminator, variant};
pub use binary::Binary;
pub use present::present;
pub use string_enum::{EnumValidator, StringEnum, UnknownVariant};
pub use style::{Explode, Serialization, Style};

/// The crates that [`string_enum!`] names.
pub mod reexport {
    pub use serde;
}
