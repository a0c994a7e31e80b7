//! Page tokens: opaque positions in a list, which clients return unchanged.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use twox_hash::XxHash3_64;

use super::bytes::{read, take, text, write};
use super::cursor::Cursor;
use crate::{Filter, Filters, Sort, Table, Value};

/// The first byte, which tells formats apart.
const FORMAT: u8 = 1;

// The direction.
const AFTER: u8 = 0;
const BEFORE: u8 = 1;
const LAST: u8 = 2;

/// The position of a page in a list.
///
/// Its text is opaque to clients. It has a checksum, and belongs to one list with its order and filters. It is neither secret nor signed:
/// a forged token leads to a page that filters could also select.
#[derive(Clone, Debug, PartialEq)]
pub enum PageToken {
    /// The page after the row with these values in the sort columns; `None` is the first page.
    After(Option<Vec<Value<'static>>>),
    /// The page before the row with these values; `None` is the last page.
    Before(Option<Vec<Value<'static>>>),
}

/// Why a text is not a page token of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not a page token.
    #[error("invalid page_token; omit it to start at the first page")]
    Damaged,
    /// It belongs to another list, order or filters.
    #[error(
        "page_token belongs to other filters or another sort order; send those of its link, or omit it to start at the first page"
    )]
    Foreign,
}

/// The list that a token belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListIdentity<'l> {
    pub(super) table: &'static Table,
    pub(super) order: &'l [Sort],
    pub(super) filters: &'l Filters,
}

impl PageToken {
    /// The text of the token, of letters, digits, `-` and `_`; the first page has none.
    pub(super) fn encode(&self, list: ListIdentity<'_>) -> Option<String> {
        let (direction, cursor) = match self {
            Self::After(None) => return None,
            Self::After(Some(cursor)) => (AFTER, cursor.as_slice()),
            Self::Before(Some(cursor)) => (BEFORE, cursor.as_slice()),
            Self::Before(None) => (LAST, [].as_slice()),
        };
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(&list.hash());
        bytes.push(direction);
        cursor.iter().for_each(|value| write(value, &mut bytes));
        let sum = XxHash3_64::oneshot(&bytes).to_be_bytes();
        Some(BASE64_URL_SAFE_NO_PAD.encode([&[FORMAT], sum.as_slice(), &bytes].concat()))
    }

    /// Reads a token of a list.
    pub(super) fn decode(token: &str, list: ListIdentity<'_>) -> Result<Self, TokenError> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).map_err(|_| TokenError::Damaged)?;
        let mut rest = bytes.as_slice();
        let is_whole = take::<1>(&mut rest) == Some([FORMAT])
            && take::<8>(&mut rest).is_some_and(|sum| sum == XxHash3_64::oneshot(rest).to_be_bytes());
        if !is_whole {
            return Err(TokenError::Damaged);
        }
        if take::<8>(&mut rest) != Some(list.hash()) {
            return Err(TokenError::Foreign);
        }
        let token = match take::<1>(&mut rest) {
            Some([AFTER]) => list.cursor(&mut rest).map(|cursor| Self::After(Some(cursor))),
            Some([BEFORE]) => list.cursor(&mut rest).map(|cursor| Self::Before(Some(cursor))),
            Some([LAST]) => Some(Self::Before(None)),
            _ => None,
        };
        token.filter(|_| rest.is_empty()).ok_or(TokenError::Damaged)
    }
}

impl ListIdentity<'_> {
    fn hash(self) -> [u8; 8] {
        let name = |column: usize| self.table.columns.get(column).map_or("", |column| column.property);
        let mut bytes = Vec::with_capacity(128);
        text(0, self.table.name, &mut bytes);
        for sort in self.order {
            text(1 + u8::from(sort.descending), name(sort.column), &mut bytes);
        }
        let filter = |filter: &Filter, bytes: &mut Vec<u8>| {
            text(3, name(filter.column), bytes);
            text(4, filter.operator.suffix(), bytes);
            filter.values.iter().for_each(|value| write(value, bytes));
        };
        self.filters.columns.iter().for_each(|one| filter(one, &mut bytes));
        for search in &self.filters.searches {
            text(5, search.search.name, &mut bytes);
            text(6, &search.text, &mut bytes);
        }
        if let Some(search) = &self.filters.full_text {
            text(7, &search.text, &mut bytes);
        }
        XxHash3_64::oneshot(&bytes).to_be_bytes()
    }

    /// A cursor of the list, with values that its sort columns accept.
    fn cursor(self, bytes: &mut &[u8]) -> Option<Cursor> {
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
