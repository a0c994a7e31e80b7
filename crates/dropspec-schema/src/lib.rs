#![doc = include_str!("../README.md")]

mod array;
mod binary;
mod decode;
pub mod encode;
mod exact;
mod format;
mod number;
mod object;
mod part;
mod plain;
mod slow;
mod text;
mod violation;
mod wording;

pub use array::Array;
pub use binary::Binary;
pub use decode::{Boolean, Decode, Nullable, from_json, not_kept, present, read_only};
pub use exact::{lost, refused};
pub use number::{Integer, Number};
pub use object::{Object, Shape};
pub use part::{Kinds, Part};
pub use plain::{Written, from_text, from_texts};
pub use slow::{Components, Schema, SchemaError};
pub use text::{Choice, Key, Pattern, Text};
pub use violation::{ErrorSource, Violation};
pub use wording::{child, with_path, with_place};
