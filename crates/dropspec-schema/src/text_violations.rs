//! What is wrong with a JSON text and cannot be seen in its value: numbers that are not kept as their schema says that they are held, and
//! properties that an object has twice, which RFC 8259, section 4, leaves open.

use std::collections::HashSet;
use std::fmt::{self, Write as _};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::place::Place;
use super::precision::{Suspect, message, numbers};
use super::view::SchemaView;
use super::violation::{ErrorSource, Violation};
use super::violations::Violations;
use super::wording::with_path;

/// The start of the string that replaces a number; the index of the number follows. It is short, since there can be many.
const MARK: char = '\u{7f}';

/// The violations that only the text of a value has.
pub(crate) struct TextViolations {
    /// The numbers that are not kept.
    pub(crate) lost: Violations,
    /// The properties that an object has more than once.
    pub(crate) duplicates: Violations,
}

impl TextViolations {
    /// Finds at most `most` of each. Pointers begin with `root`.
    pub(crate) fn find(root: &str, text: &str, schema: SchemaView<'_>, most: usize) -> Self {
        let mut found = Self { lost: Violations::at_most(most), duplicates: Violations::at_most(most) };
        let (marked, suspects) = mark(text);
        // Without such numbers no schema is needed.
        let schema = (!suspects.is_empty()).then_some(schema);
        let search = Search { schema, place: Place::Root(root), suspects: &suspects, found: &mut found };
        // The text has been read before, so that it is JSON.
        let _ = search.deserialize(&mut serde_json::Deserializer::from_str(&marked));
        found
    }
}

impl SchemaView<'_> {
    /// Why the value of a JSON text would lose something: the first number that is not kept, or property that an object has twice.
    pub fn loss(self, text: &str) -> Option<String> {
        let TextViolations { lost, duplicates } = TextViolations::find("", text, self, 1);
        let first = lost.reported().first().or_else(|| duplicates.reported().first());
        first.map(|violation| violation.detail.clone())
    }
}

/// The text with a string in place of each number that may not be kept, and these numbers.
fn mark(text: &str) -> (String, Vec<Suspect<'_>>) {
    let (mut marked, mut suspects, mut done) = (String::new(), Vec::new(), 0);
    for suspect in numbers(text).filter_map(Suspect::read) {
        let at = suspect.number.as_ptr() as usize - text.as_ptr() as usize;
        marked.push_str(&text[done..at]);
        // A string takes whatever is written into it.
        let _ = write!(marked, "\"{MARK}{}\"", suspects.len());
        done = at + suspect.number.len();
        suspects.push(suspect);
    }
    marked.push_str(&text[done..]);
    (marked, suspects)
}

/// Looks for them while the text is read, so that no value is made of it.
struct Search<'s, 'f> {
    schema: Option<SchemaView<'s>>,
    place: Place<'s>,
    suspects: &'s [Suspect<'s>],
    found: &'f mut TextViolations,
}

impl<'s> Search<'s, '_> {
    /// The search in an item or a property.
    fn within<'p>(&'p mut self, place: Place<'p>, schema: impl Fn(SchemaView<'s>) -> SchemaView<'s>) -> Search<'p, 'p>
    where
        's: 'p,
    {
        Search { schema: self.schema.map(schema), place, suspects: self.suspects, found: self.found }
    }
}

impl<'de> DeserializeSeed<'de> for Search<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let index = text.strip_prefix(MARK).and_then(|index| index.parse::<usize>().ok());
        let suspect = index.and_then(|index| self.suspects.get(index));
        let (Some(suspect), Some(schema)) = (suspect, self.schema) else { return Ok(()) };
        let kinds = schema.number_kinds();
        if kinds.loses(*suspect) {
            let words = || violation(&message(suspect.number, kinds.reason(*suspect)), self.place);
            self.found.lost.add(1, std::iter::once_with(words));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let (parent, mut index) = (self.place, 0);
        while let Some(()) = items.next_element_seed(self.within(Place::Item(&parent, index), SchemaView::items))? {
            index += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut properties: A) -> Result<(), A::Error> {
        let (parent, mut names) = (self.place, HashSet::new());
        while let Some(name) = properties.next_key::<String>()? {
            let place = Place::Property(&parent, &name);
            if names.contains(&name) {
                let words = || violation("duplicate property", place);
                self.found.duplicates.add(1, std::iter::once_with(words));
            }
            properties.next_value_seed(self.within(place, |schema| schema.property(&name)))?;
            names.insert(name);
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

fn violation(message: &str, place: Place<'_>) -> Violation {
    let pointer = place.pointer();
    Violation { detail: with_path(message, &pointer), source: ErrorSource::Pointer(pointer) }
}
