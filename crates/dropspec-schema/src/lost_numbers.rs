//! The numbers of a JSON text that are not kept as their schema says that they are held.

use serde_json::Value;

use super::precision::{is_kept_anyhow, loss_message, numbers};
use super::view::SchemaView;
use super::violation::{ErrorSource, Violation};
use super::wording::{child, with_path};

/// The start of the string that replaces a number; the index of the number follows.
const MARK: &str = "\u{7f}a number that may lose precision: ";

impl SchemaView<'_> {
    /// Why a number of a JSON text would not be kept, of the first one.
    pub fn lost_number(self, text: &str) -> Option<String> {
        lost_numbers("", text, self).into_iter().next().map(|violation| violation.detail)
    }
}

/// A violation for each number of a JSON text that is not kept as its schema says that it is held. Pointers begin with `root`.
pub(crate) fn lost_numbers(root: &str, text: &str, schema: SchemaView<'_>) -> Vec<Violation> {
    let (marked, suspects) = mark(text);
    if suspects.is_empty() {
        return Vec::new();
    }
    let value = serde_json::from_str(&marked).unwrap_or_default();
    let mut violations = Vec::new();
    find_lost(&value, schema, root, &suspects, &mut violations);
    violations
}

/// The text with a string in place of each number that may not be kept, and these numbers.
fn mark(text: &str) -> (String, Vec<&str>) {
    let (mut marked, mut suspects, mut done) = (String::new(), Vec::new(), 0);
    for number in numbers(text).filter(|number| !is_kept_anyhow(number)) {
        let at = number.as_ptr() as usize - text.as_ptr() as usize;
        marked.push_str(&text[done..at]);
        marked.push_str(&format!("\"{MARK}{}\"", suspects.len()));
        done = at + number.len();
        suspects.push(number);
    }
    marked.push_str(&text[done..]);
    (marked, suspects)
}

fn find_lost(value: &Value, schema: SchemaView<'_>, pointer: &str, suspects: &[&str], found: &mut Vec<Violation>) {
    match value {
        Value::String(text) => {
            let index = text.strip_prefix(MARK).and_then(|index| index.parse::<usize>().ok());
            let Some(number) = index.and_then(|index| suspects.get(index)) else { return };
            if let Some(message) = loss_message(schema.number_kinds(), number) {
                let detail = with_path(&message, pointer);
                found.push(Violation { source: ErrorSource::Pointer(pointer.to_owned()), detail });
            }
        }
        Value::Array(items) => {
            let schema = schema.items();
            for (index, item) in items.iter().enumerate() {
                find_lost(item, schema, &child(pointer, &index.to_string()), suspects, found);
            }
        }
        Value::Object(properties) => {
            for (name, value) in properties {
                find_lost(value, schema.property(name), &child(pointer, name), suspects, found);
            }
        }
        _ => {}
    }
}
