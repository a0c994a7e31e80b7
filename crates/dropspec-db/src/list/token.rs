//! Page tokens: where a list goes on, for the client to bring back as it is.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use twox_hash::XxHash3_64;

use super::bytes::{read, take, text, write};
use super::place::Place;
use crate::{Filter, Sort, Table, Value};

/// The first byte; another form has another one.
const FORM: u8 = 1;

// The direction.
const AFTER: u8 = 0;
const BEFORE: u8 = 1;
const LAST: u8 = 2;

/// Where a list goes on.
///
/// As a text it is opaque to clients. It says itself whether it has been changed on its way, and belongs to one list with its order
/// and its filters. It is not secret, and not signed: whoever makes one up gets a page that they could have had by filters.
#[derive(Clone, Debug, PartialEq)]
pub enum PageToken {
    /// Behind the row that has these values in the columns of the order; the first page, if there is none.
    After(Option<Vec<Value<'static>>>),
    /// Up to the row before that one; the last page, if there is none.
    Before(Option<Vec<Value<'static>>>),
}

/// Why a text is no page token of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is none at all.
    #[error("this is not a page token as a Link header has it; leave it out to begin with the first page")]
    Damaged,
    /// It is that of another list, or of another order or other filters.
    #[error(
        "the page token belongs to a list with another order or other filters; send those that it came with, or leave it out to begin \
         with the first page"
    )]
    Foreign,
}

/// The list that a token belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of<'l> {
    pub(super) table: &'static Table,
    pub(super) order: &'l [Sort],
    pub(super) filters: &'l [Filter],
}

impl PageToken {
    /// The token as a text of letters, digits, `-` and `_`; the first page has none.
    pub(super) fn encode(&self, of: Of<'_>) -> Option<String> {
        let (direction, place) = match self {
            Self::After(None) => return None,
            Self::After(Some(place)) => (AFTER, place.as_slice()),
            Self::Before(Some(place)) => (BEFORE, place.as_slice()),
            Self::Before(None) => (LAST, [].as_slice()),
        };
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(&of.hash());
        bytes.push(direction);
        place.iter().for_each(|value| write(value, &mut bytes));
        let sum = XxHash3_64::oneshot(&bytes).to_be_bytes();
        Some(BASE64_URL_SAFE_NO_PAD.encode([&[FORM], sum.as_slice(), &bytes].concat()))
    }

    /// Reads a token of a list.
    pub(super) fn decode(token: &str, of: Of<'_>) -> Result<Self, TokenError> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).map_err(|_| TokenError::Damaged)?;
        let mut rest = bytes.as_slice();
        let is_whole = take::<1>(&mut rest) == Some([FORM])
            && take::<8>(&mut rest).is_some_and(|sum| sum == XxHash3_64::oneshot(rest).to_be_bytes());
        if !is_whole {
            return Err(TokenError::Damaged);
        }
        if take::<8>(&mut rest) != Some(of.hash()) {
            return Err(TokenError::Foreign);
        }
        let token = match take::<1>(&mut rest) {
            Some([AFTER]) => of.place(&mut rest).map(|place| Self::After(Some(place))),
            Some([BEFORE]) => of.place(&mut rest).map(|place| Self::Before(Some(place))),
            Some([LAST]) => Some(Self::Before(None)),
            _ => None,
        };
        token.filter(|_| rest.is_empty()).ok_or(TokenError::Damaged)
    }
}

impl Of<'_> {
    fn hash(self) -> [u8; 8] {
        let name = |column: usize| self.table.columns.get(column).map_or("", |column| column.property);
        let mut bytes = Vec::with_capacity(128);
        text(0, self.table.name, &mut bytes);
        for sort in self.order {
            text(1 + u8::from(sort.descending), name(sort.column), &mut bytes);
        }
        for filter in self.filters {
            text(3, name(filter.column), &mut bytes);
            text(4, filter.operator.suffix(), &mut bytes);
            write(&filter.value, &mut bytes);
        }
        XxHash3_64::oneshot(&bytes).to_be_bytes()
    }

    /// A place in the list, which the columns of its order can hold and the databases can compare with.
    fn place(self, bytes: &mut &[u8]) -> Option<Place> {
        self.order
            .iter()
            .map(|sort| {
                let column = self.table.columns.get(sort.column)?;
                read(bytes).filter(|value| match value {
                    Value::Null => column.nullable,
                    value => column.column_type.accepts(value),
                })
            })
            .collect()
    }
}
