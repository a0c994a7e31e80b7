//! The reference resolver: several files become one document in which every reference refers to a named component.
//!
//! A document may refer to other files, and to any place within itself. [`mod@collect`] follows all references and names
//! their targets; [`mod@write`] rewrites the document with these targets as components. Diagnostics still point at the
//! file and place where a value was written: see [`ResolvedFiles::origin`].

mod collect;
mod files;
mod follow;
mod names;
mod operations;
mod reference;
mod resolved;
mod target;
mod write;

pub(crate) use files::from_disk;
pub(crate) use resolved::ResolvedFiles;
