//! Several files as one document, in which every reference leads to a named component.
//!
//! A document may refer to parts of other files, and to any place in itself. [`collect`] follows all references and finds a name
//! for everything that is referred to; [`write`] writes the document anew, with each of those things among the components.
//! What a diagnostic points at is still the place in the file where a person wrote it: see [`ResolvedFiles::origin`].

mod collect;
mod files;
mod names;
mod reference;
mod resolved;
mod target;
mod write;

pub(crate) use files::from_disk;
pub(crate) use resolved::ResolvedFiles;
