//! How the values of a column become those of another kind.

use crate::layout::ColumnKind::{self, Boolean, Date, Double, Integer, Long, Text, Uuid};

/// How the values of a column become those of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// They are of the same kind.
    None,
    /// Each has its like.
    Exact,
    /// Some are rounded or have no like.
    Lossy,
}

impl Conversion {
    /// How values of one kind become those of another, if there is a way.
    pub(super) fn between(from: ColumnKind, to: ColumnKind) -> Option<Self> {
        match (from, to) {
            _ if from == to => Some(Self::None),
            (Integer, Long | Double) | (Boolean | Integer | Long | Uuid | Date, Text) => Some(Self::Exact),
            (Long, Integer | Double) | (Double, Integer | Long) => Some(Self::Lossy),
            _ => None,
        }
    }
}
