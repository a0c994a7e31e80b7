//! The styles of parameters and form fields, and values as text in them.

mod serialization;
mod write;

pub use serialization::{Explode, Serialization, Style};
pub use write::{encoded, pairs, scalar, text};
