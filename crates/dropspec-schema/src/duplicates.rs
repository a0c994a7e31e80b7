//! Properties that an object of a JSON text has twice. RFC 8259, section 4, leaves open what they mean.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::place::Place;
use super::violation::{ErrorSource, Violation};
use super::violations::Violations;
use super::wording::with_path;

/// Adds a violation for each property that an object has more than once. Pointers begin with `root`.
pub(crate) fn duplicate_properties(root: &str, text: &str, mut found: Violations) -> Violations {
    let search = Search { place: Place::Root(root), found: &mut found };
    // The text has been read before, so that it is JSON.
    let _ = search.deserialize(&mut serde_json::Deserializer::from_str(text));
    found
}

/// Looks for such properties while the text is read, since a value has only the last of them.
struct Search<'s, 'f> {
    place: Place<'s>,
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

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(()) =
            items.next_element_seed(Search { place: Place::Item(&self.place, index), found: &mut *self.found })?
        {
            index += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = properties.next_key::<String>()? {
            let place = Place::Property(&self.place, &name);
            if names.contains(&name) {
                self.found.add(1, std::iter::once_with(|| duplicate(place)));
            }
            properties.next_value_seed(Search { place, found: &mut *self.found })?;
            names.insert(name);
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
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

fn duplicate(place: Place<'_>) -> Violation {
    let pointer = place.pointer();
    Violation { detail: with_path("duplicate property", &pointer), source: ErrorSource::Pointer(pointer) }
}
