//! The types of schemas, with their decoders and encoders.

mod covered;
mod cycles;
mod decoders;
mod definitions;
mod drafts;
mod large;
mod module;
mod names;
mod reach;
mod read;
mod reader;
mod received;
mod roots;
mod validators;
mod writer;

pub(crate) use module::{module, received_definition};
pub(crate) use read::read;
pub(crate) use validators::{Patterns, validator};
