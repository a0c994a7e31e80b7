//! Follows references to their final targets.

use std::collections::HashSet;

use super::collect::Collected;
use super::reference::Reference;
use super::target::{Destination, Target, component};
use crate::grammar::{ObjectRule, ReferenceRule};
use crate::pointer::unescape;

impl Collected<'_> {
    /// Follows a reference to its final target.
    pub(super) fn follow(
        &mut self,
        file: usize,
        text: &str,
        object: &'static ObjectRule,
    ) -> Result<Destination, String> {
        let key = (file, text.to_owned(), object.label);
        if let Some(known) = self.followed.get(&key) {
            return known.clone();
        }
        let outcome = self.follow_uncached(file, text, object);
        self.followed.insert(key, outcome.clone());
        outcome
    }

    fn follow_uncached(
        &mut self,
        mut file: usize,
        text: &str,
        object: &'static ObjectRule,
    ) -> Result<Destination, String> {
        let section = match object.reference {
            ReferenceRule::Component(section) => section,
            _ => "",
        };
        let (mut text, mut visited) = (text.to_owned(), HashSet::new());
        loop {
            let Reference { file: other, pointer } = Reference::parse(&text)?;
            if let Some(other) = other {
                file = self
                    .files
                    .open_relative(file, &other)
                    .map_err(|reason| format!("`{text}` cannot be read: {reason}"))?;
            }
            let whole = self.files.all[file].clone();
            let value = whole.value.pointer(&pointer).ok_or_else(|| format!("cannot resolve `{text}`"))?;
            if file == 0 && pointer.is_empty() {
                return Err(format!("`{text}` is the whole document, and {} is expected here", object.label));
            }
            if let Some((other, name)) = component_of_root(file, &pointer) {
                if other != section {
                    return Err(format!("`{text}` is one of the {other}, and {} is expected here", object.label));
                }
                return Ok(Destination::Component(component(section, &name)));
            }
            let Some(next) = object.reference_in(value) else {
                return Ok(Destination::Target(Target { section, file, pointer }));
            };
            next.clone_into(&mut text);
            if !visited.insert((file, pointer)) {
                return Err("circular references".to_owned());
            }
        }
    }
}

/// The section and name of a component of the root.
fn component_of_root(file: usize, pointer: &str) -> Option<(String, String)> {
    let (section, name) = pointer.strip_prefix("/components/").filter(|_| file == 0)?.split_once('/')?;
    (!name.contains('/')).then(|| (section.to_owned(), unescape(name)))
}
