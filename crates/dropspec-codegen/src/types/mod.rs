//! The types of schemas, with their decoders and encoders.

mod by_type;
mod cleanup;
mod collisions;
mod decoders;
mod distinct_fields;
mod encoders;
mod inline;
mod module;
mod objects;
mod optional_fields;
mod structs;
mod typify;
pub(crate) mod unsupported;
mod validators;

pub(crate) use module::{TypesModule, module, name};
pub(crate) use objects::{is_covered, is_covered_object};
pub(crate) use structs::{RustField, RustStruct, argument_of};
pub(crate) use validators::validator;
