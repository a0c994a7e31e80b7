//! Where in a list a row is: the values of the columns that the list is sorted by.

use std::cmp::Ordering;

use crate::{Record, Sort, Value};

/// The values of the columns of an order in a row.
pub(super) type Place = Vec<Value<'static>>;

/// The place of a row.
pub(super) fn place<R: Record>(record: &R, order: &[Sort]) -> Place {
    order.iter().map(|sort| record.value(sort.column).into_owned()).collect()
}

/// Whether a row stands behind a place, as the databases sort.
pub(super) fn is_behind<R: Record>(record: &R, order: &[Sort], place: &[Value<'static>]) -> bool {
    let columns = order.iter().zip(place).map(|(sort, value)| {
        let ordering = R::TABLE.columns[sort.column].column_type.compare(&record.value(sort.column), value);
        if sort.descending { ordering.reverse() } else { ordering }
    });
    columns.into_iter().find(|ordering| ordering.is_ne()) == Some(Ordering::Greater)
}
