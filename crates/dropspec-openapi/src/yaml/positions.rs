//! The positions of the values of a file.

use serde_json::Value;

use crate::pointer::unescape;

/// Line and column, both counted from 1.
pub(super) type Position = (usize, usize);

/// The position of a value and of its children, in the same order. The position of a property is that of its key.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    line: u32,
    column: u32,
    within: Vec<Positions>,
}

impl Positions {
    pub(super) fn new((line, column): Position, within: Vec<Self>) -> Self {
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: short(line), column: short(column), within }
    }

    /// The same positions, for a value at another place.
    pub(super) fn moved(self, at: Position) -> Self {
        Self::new(at, self.within)
    }

    fn position(&self) -> Position {
        (self.line as usize, self.column as usize)
    }

    /// The position of the value at a pointer, or of its closest existing ancestor.
    pub(super) fn find(&self, value: &Value, pointer: &str) -> Position {
        let (mut positions, mut value) = (self, value);
        for segment in pointer.split('/').skip(1).map(unescape) {
            let next = match value {
                Value::Object(object) => object.iter().enumerate().find(|(_, (key, _))| **key == segment),
                Value::Array(items) => {
                    let index = segment.parse().ok();
                    index.and_then(|index: usize| Some((index, (&segment, items.get(index)?))))
                }
                _ => None,
            };
            match next.and_then(|(index, (_, inner))| Some((positions.within.get(index)?, inner))) {
                Some(inner) => (positions, value) = inner,
                None => break,
            }
        }
        positions.position()
    }
}
