//! Names for what is referred to and has none.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use heck::ToPascalCase;

use super::target::Target;
use crate::pointer::unescape;

/// Keys that say what a thing is, and not which.
const STRUCTURE: &[&str] =
    &["components", "schemas", "definitions", "$defs", "paths", "responses", "content", "schema", "properties"];

/// Keys that have names below them: the sections of components, and what JSON Schema has for them.
const MAPS: &[&str] = &[
    "schemas",
    "definitions",
    "$defs",
    "responses",
    "parameters",
    "headers",
    "requestBodies",
    "examples",
    "links",
    "callbacks",
    "securitySchemes",
];

/// The names of the components.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_target: HashMap<Target, String>,
    /// The names that are taken in a section, as Rust would have them.
    taken: HashSet<(&'static str, String)>,
}

impl Names {
    pub(super) fn get(&self, target: &Target) -> Option<&String> {
        self.by_target.get(target)
    }

    /// Reserves a name that the document gives.
    pub(super) fn reserve(&mut self, section: &'static str, name: &str) {
        self.taken.insert((section, name.to_pascal_case()));
    }

    /// Gives a target the name that the document has for it.
    pub(super) fn adopt(&mut self, target: &Target, name: &str) {
        self.by_target.insert(target.clone(), name.to_owned());
    }

    /// Finds a name for a target: the shortest that is free.
    pub(super) fn generate(&mut self, target: &Target, file: &Path) {
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let short = short(&target.pointer).unwrap_or_else(|| stem.clone());
        let long =
            [stem, long(&target.pointer)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
        let numbered = (2_u64..).map(|number| format!("{}_{number}", clean(&long)));
        let mut candidates = [clean(&short), clean(&long)].into_iter().chain(numbered);
        let free = candidates.find(|name| self.taken.insert((target.section, name.to_pascal_case())));
        self.by_target.insert(target.clone(), free.unwrap_or_default());
    }
}

/// The last segment, if it is a name by itself: an entry of a map of definitions. Else the whole way to the place.
fn short(pointer: &str) -> Option<String> {
    let mut segments = pointer.rsplit('/');
    let last = segments.next().filter(|_| !pointer.is_empty())?;
    let named = segments.next().is_some_and(|parent| parent.is_empty() || MAPS.contains(&parent));
    let named = named && last.starts_with(|first: char| first.is_ascii_alphabetic());
    Some(if named { unescape(last) } else { long(pointer) }).filter(|name| !name.is_empty())
}

/// The segments that say which thing it is.
fn long(pointer: &str) -> String {
    let is_distinctive = |segment: &String| {
        !STRUCTURE.contains(&segment.as_str()) && !segment.contains("+json") && !segment.starts_with("application/")
    };
    pointer.split('/').skip(1).map(unescape).filter(is_distinctive).collect::<Vec<_>>().join("_")
}

/// Only what the name of a component may have: letters, digits, dots and hyphens, and underscores between them.
fn clean(text: &str) -> String {
    let allowed = |character: char| character.is_ascii_alphanumeric() || ".-".contains(character);
    let words = text.split(|character| !allowed(character)).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_");
    if name.is_empty() { "unnamed".to_owned() } else { name }
}
