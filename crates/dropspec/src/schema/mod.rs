//! Validation of decoded input, on two paths that give the same verdict.
//!
//! The fast path decodes and checks in one pass: generated code composes the seeds of this module
//! ([`Integer`], [`Text`], [`Object`], …). It says only yes or no. When it says no, or where it does not cover
//! a keyword, the slow path ([`Schema`]) holds the same bytes against the schema as written and
//! words every violation.

mod array;
mod decode;
mod exact;
mod format;
mod number;
mod object;
mod part;
mod plain;
mod slow;
mod text;
mod wording;

pub use array::Array;
pub(crate) use decode::not_kept;
pub use decode::{Boolean, Decode, Nullable, from_json, present, read_only};
pub use exact::lost;
pub(crate) use exact::refused;
pub use number::{Integer, Number};
pub use object::{Object, Shape};
pub(crate) use part::Part;
pub use plain::{Written, from_text, from_texts};
pub use slow::{Components, Schema};
pub use text::{Choice, Key, Pattern, Text};
pub(crate) use wording::{child, with_path, with_place};
