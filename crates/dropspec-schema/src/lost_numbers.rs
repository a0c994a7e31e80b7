//! The numbers of a JSON text that are not kept as their schema says that they are held.

use std::fmt::Write as _;

use serde_json::Value;

use super::precision::{is_kept_anyhow, message, numbers};
use super::view::SchemaView;
use super::violation::{ErrorSource, Violation};
use super::violations::Violations;
use super::wording::{child, with_path};

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
        let value = serde_json::from_str(&marked).unwrap_or_default();
        find_lost(&value, schema, Place::Root(root), &suspects, &mut found);
    }
    found
}

/// The text with a string in place of each number that may not be kept, and these numbers.
fn mark(text: &str) -> (String, Vec<&str>) {
    let (mut marked, mut suspects, mut done) = (String::new(), Vec::new(), 0);
    for number in numbers(text).filter(|number| !is_kept_anyhow(number)) {
        let at = number.as_ptr() as usize - text.as_ptr() as usize;
        marked.push_str(&text[done..at]);
        // A string takes whatever is written into it.
        let _ = write!(marked, "\"{MARK}{}\"", suspects.len());
        done = at + number.len();
        suspects.push(number);
    }
    marked.push_str(&text[done..]);
    (marked, suspects)
}

/// The place of a value, whose pointer is only written for violations that are reported.
#[derive(Clone, Copy)]
enum Place<'p> {
    Root(&'p str),
    Item(&'p Place<'p>, usize),
    Property(&'p Place<'p>, &'p str),
}

impl Place<'_> {
    fn pointer(&self) -> String {
        match self {
            Self::Root(root) => (*root).to_owned(),
            Self::Item(parent, index) => child(&parent.pointer(), &index.to_string()),
            Self::Property(parent, name) => child(&parent.pointer(), name),
        }
    }
}

fn find_lost(value: &Value, schema: SchemaView<'_>, place: Place<'_>, suspects: &[&str], found: &mut Violations) {
    match value {
        Value::String(text) => {
            let index = text.strip_prefix(MARK).and_then(|index| index.parse::<usize>().ok());
            let Some(number) = index.and_then(|index| suspects.get(index)) else { return };
            let kinds = schema.number_kinds();
            if let Some(loss) = kinds.loss(number) {
                found.add(1, std::iter::once_with(|| violation(&message(number, loss), place)));
            }
        }
        Value::Array(items) => {
            let schema = schema.items();
            for (index, item) in items.iter().enumerate() {
                find_lost(item, schema, Place::Item(&place, index), suspects, found);
            }
        }
        Value::Object(properties) => {
            for (name, value) in properties {
                find_lost(value, schema.property(name), Place::Property(&place, name), suspects, found);
            }
        }
        _ => {}
    }
}

fn violation(message: &str, place: Place<'_>) -> Violation {
    let pointer = place.pointer();
    Violation { detail: with_path(message, &pointer), source: ErrorSource::Pointer(pointer) }
}
