//! Names for targets of references.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use heck::ToPascalCase;

use super::target::Target;
use crate::pointer::unescape;

/// Keys that describe the kind of a value, and do not identify it.
const STRUCTURE: &[&str] =
    &["components", "schemas", "definitions", "$defs", "paths", "responses", "content", "schema", "properties"];

/// Keys whose children have names: the sections of the components, and their counterparts in JSON Schema.
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
    /// The names that are taken in each section, as Rust type names.
    taken: HashSet<(&'static str, String)>,
}

impl Names {
    pub(super) fn get(&self, target: &Target) -> Option<&String> {
        self.by_target.get(target)
    }

    /// Reserves a name of the document.
    pub(super) fn reserve(&mut self, section: &'static str, name: &str) {
        self.taken.insert((section, name.to_pascal_case()));
    }

    /// Uses a name of the document for a target.
    pub(super) fn adopt(&mut self, target: &Target, name: &str) {
        self.by_target.insert(target.clone(), name.to_owned());
    }

    /// Generates the shortest free name for a target.
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

/// The last segment if it is a name, that is, an entry of a map of definitions; otherwise the whole path.
fn short(pointer: &str) -> Option<String> {
    let mut segments = pointer.rsplit('/');
    let last = segments.next().filter(|_| !pointer.is_empty())?;
    let named = segments.next().is_some_and(|parent| parent.is_empty() || MAPS.contains(&parent));
    let named = named && last.starts_with(|first: char| first.is_ascii_alphabetic());
    Some(if named { unescape(last) } else { long(pointer) }).filter(|name| !name.is_empty())
}

/// The segments that identify the target.
fn long(pointer: &str) -> String {
    let is_distinctive = |segment: &String| {
        !STRUCTURE.contains(&segment.as_str()) && !segment.contains("+json") && !segment.starts_with("application/")
    };
    pointer.split('/').skip(1).map(unescape).filter(is_distinctive).collect::<Vec<_>>().join("_")
}

/// Replaces the characters that component names may not have by underscores.
fn clean(text: &str) -> String {
    let allowed = |character: char| character.is_ascii_alphanumeric() || ".-".contains(character);
    let words = text.split(|character| !allowed(character)).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_");
    if name.is_empty() { "unnamed".to_owned() } else { name }
}
