//! Warnings: parts of a document that are accepted although they do not have the effect that their authors may expect.

use std::collections::BTreeMap;

/// Warnings by message: a message has one diagnostic, at its first occurrence, with the number of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Warnings(BTreeMap<String, Occurrences>);

/// The occurrences of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Occurrences {
    first: String,
    count: usize,
}

impl Warnings {
    /// Adds a warning about the value at a pointer.
    pub fn add(&mut self, message: impl Into<String>, pointer: &str) {
        let occurrences =
            self.0.entry(message.into()).or_insert_with(|| Occurrences { first: pointer.to_owned(), count: 0 });
        occurrences.count += 1;
    }

    /// Adds all warnings of another collection.
    pub fn extend(&mut self, other: Self) {
        for (message, more) in other.0 {
            self.0.entry(message).and_modify(|occurrences| occurrences.count += more.count).or_insert(more);
        }
    }

    /// The messages with their counts, and the pointers of their first occurrences.
    pub fn iter(&self) -> impl Iterator<Item = (String, &str)> {
        self.0.iter().map(|(message, Occurrences { first, count })| {
            let more = match count {
                1 => String::new(),
                2 => " (and 1 more occurrence)".to_owned(),
                count => format!(" (and {} more occurrences)", count - 1),
            };
            (format!("{message}{more}"), first.as_str())
        })
    }
}
