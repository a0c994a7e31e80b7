//! The positions of the values of a file.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use crate::pointer::unescape;

/// Line and column, both counted from 1.
pub(super) type Position = (usize, usize);

/// The position of a value and of its children: items in their order, properties in the order of the hashes of their keys. The
/// position of a property is that of its key.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    line: u32,
    column: u32,
    /// The hash of the key, by which it is found among thousands; 0 in arrays.
    key: u64,
    within: Vec<Positions>,
}

impl Positions {
    pub(super) fn new((line, column): Position, within: Vec<Self>) -> Self {
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: short(line), column: short(column), key: 0, within }
    }

    /// The positions of an object, of which each is [`keyed`](Self::keyed).
    pub(super) fn of_object(at: Position, mut within: Vec<Self>) -> Self {
        within.sort_unstable_by_key(|inner| inner.key);
        Self::new(at, within)
    }

    /// The same positions, for the value of a key at another place.
    pub(super) fn keyed(self, key: &str, at: Position) -> Self {
        Self { key: hash(key), ..Self::new(at, self.within) }
    }

    fn position(&self) -> Position {
        (self.line as usize, self.column as usize)
    }

    /// The position of the value at a pointer, or of its closest existing ancestor.
    pub(super) fn find(&self, value: &Value, pointer: &str) -> Position {
        let (mut positions, mut value) = (self, value);
        for segment in pointer.split('/').skip(1).map(unescape) {
            let next = match value {
                Value::Object(object) => {
                    object.get(&segment).and_then(|inner| Some((positions.of_key(&segment)?, inner)))
                }
                Value::Array(items) => segment.parse().ok().and_then(|index: usize| {
                    let inner = positions.within.get(index)?;
                    Some((inner, items.get(index)?))
                }),
                _ => None,
            };
            match next {
                Some(inner) => (positions, value) = inner,
                None => break,
            }
        }
        positions.position()
    }

    /// The positions of the value of a key.
    fn of_key(&self, key: &str) -> Option<&Self> {
        let index = self.within.binary_search_by_key(&hash(key), |inner| inner.key).ok()?;
        self.within.get(index)
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
