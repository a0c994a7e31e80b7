//! Tables: a module for each, with diesel's declarations and the description of its columns.

mod changes;
mod children;
mod column_type;
mod columns;
mod context;
mod create;
mod description;
mod embeddings;
mod fields;
mod keys;
mod made;
mod module;
mod names;
mod nested;
mod parts;
mod point;
mod record;
mod relations;
mod statements;
mod unstorable;

pub(crate) use children::given_children;
pub(crate) use description::operator;
pub(crate) use module::tables;
pub(crate) use names::{creation_name, key_fields};
