#![doc = include_str!("../README.md")]

mod adjust;
pub mod diagnostic;
pub mod document;
pub mod examples;
pub mod formats;
pub mod grammar;
pub mod json_schema;
pub mod node;
mod normalize;
pub mod pointer;
mod read;
mod resolver;
pub mod source;
pub mod stack;
mod subject;
pub mod warnings;
mod yaml;
