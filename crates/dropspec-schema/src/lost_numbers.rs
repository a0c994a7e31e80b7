//! The numbers of a JSON text that are not kept as their schema says that they are held.

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

impl SchemaView<'_> {
    /// Why a number of a JSON text would not be kept, of the first one.
    pub fn lost_number(self, text: &str) -> Option<String> {
        lost_numbers("", text, self, Violations::at_most(1))
            .reported()
            .first()
            .map(|violation| violation.detail.clone())
    }
}

/// Adds a violation for each number of a JSON text that is not kept as its schema says that it is held. Pointers begin with `root`.
pub(crate) fn lost_numbers(root: &str, text: &str, schema: SchemaView<'_>, mut found: Violations) -> Violations {
    let (marked, suspects) = mark(text);
    if !suspects.is_empty() {
        let search = Search { schema, place: Place::Root(root), suspects: &suspects, found: &mut found };
        // The text has been read before, so that it is JSON.
        let _ = search.deserialize(&mut serde_json::Deserializer::from_str(&marked));
    }
    found
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

/// Looks for such numbers while the text is read, so that no value is made of it.
struct Search<'s, 'f> {
    schema: SchemaView<'s>,
    place: Place<'s>,
    suspects: &'s [Suspect<'s>],
    found: &'f mut Violations,
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
        let Some(suspect) = index.and_then(|index| self.suspects.get(index)) else { return Ok(()) };
        let kinds = self.schema.number_kinds();
        if kinds.loses(*suspect) {
            let words = || violation(&message(suspect.number, kinds.reason(*suspect)), self.place);
            self.found.add(1, std::iter::once_with(words));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let (schema, mut index) = (self.schema.items(), 0);
        while let Some(()) = items.next_element_seed(Search {
            schema,
            place: Place::Item(&self.place, index),
            suspects: self.suspects,
            found: &mut *self.found,
        })? {
            index += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        while let Some(name) = properties.next_key::<String>()? {
            properties.next_value_seed(Search {
                schema: self.schema.property(&name),
                place: Place::Property(&self.place, &name),
                suspects: self.suspects,
                found: &mut *self.found,
            })?;
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
