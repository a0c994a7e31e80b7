//! References to operations: `operationRef` of links.

use std::collections::HashMap;

use super::collect::Collected;
use super::reference::Reference;
use super::target::{FilePointer, Replacement};
use crate::grammar::PATH_ITEM;

impl Collected<'_> {
    /// A reference to an operation. Operations of other services are not resolved.
    pub(super) fn operation(&mut self, file: usize, pointer: &str, text: &str) {
        if text.contains("://") || (file == 0 && text.starts_with('#')) {
            return;
        }
        let location = (file, pointer.to_owned());
        let parsed = Reference::parse(text).and_then(|reference| {
            let other = reference.file.map(|other| self.files.open_relative(file, &other)).transpose();
            let other = other.map_err(|reason| format!("`{text}` cannot be read: {reason}"))?;
            Ok((other.unwrap_or(file), reference.pointer))
        });
        match parsed {
            Ok(target) => self.operations.push((location, text.to_owned(), target)),
            Err(message) => self.reject(location, &message),
        }
    }

    /// Resolves references to operations of other files, by the paths of the root.
    pub(super) fn resolve_operations(&mut self) {
        let mut paths: HashMap<FilePointer, &str> = HashMap::new();
        for ((file, pointer), replacement) in &self.replacements {
            if let (0, true, Replacement::Inline(target)) = (file, pointer.starts_with("/paths/"), replacement) {
                let location = (target.file, target.pointer.clone());
                let first = paths.entry(location).or_insert(pointer);
                *first = (*first).min(pointer);
            }
        }
        let mut outcomes = Vec::new();
        for (location, text, (file, pointer)) in std::mem::take(&mut self.operations) {
            let item = pointer.rsplit_once('/').filter(|(_, method)| PATH_ITEM.rule(method).is_some());
            let path = item.and_then(|(item, method)| Some((paths.get(&(file, item.to_owned()))?, method)));
            outcomes.push(match (file, path) {
                (0, _) => (location, Ok(format!("#{pointer}"))),
                (_, Some((path, method))) => (location, Ok(format!("#{path}/{method}"))),
                (_, None) => (location, Err(format!("`{text}` is not an operation of this document"))),
            });
        }
        for (location, outcome) in outcomes {
            match outcome {
                Ok(reference) => {
                    self.rewrites = true;
                    self.replacements.insert(location, Replacement::Reference(reference));
                }
                Err(message) => self.reject(location, &message),
            }
        }
    }
}
