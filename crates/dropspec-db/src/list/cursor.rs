//! Cursors: positions in a list, by the values of the columns that it is sorted by.

use std::cmp::Ordering;

use crate::{Entity, Sort, Value};

/// The values of the sort columns in a row.
pub(super) type Cursor = Vec<Value<'static>>;

/// The cursor of a row.
pub(super) fn cursor<R: Entity>(record: &R, order: &[Sort]) -> Cursor {
    order.iter().map(|sort| record.value(sort.column).into_owned()).collect()
}

/// Whether a row comes after a cursor, in the order of the databases.
pub(super) fn is_after<R: Entity>(record: &R, order: &[Sort], cursor: &[Value<'static>]) -> bool {
    let columns = order.iter().zip(cursor).map(|(sort, value)| {
        let column_type = R::TABLE.columns[sort.column].column_type;
        let ordering = column_type.compare(&record.value(sort.column), value);
        if sort.descending { ordering.reverse() } else { ordering }
    });
    columns.into_iter().find(|ordering| ordering.is_ne()) == Some(Ordering::Greater)
}
