//! Where in a list a row is: the values of the columns that the list is sorted by.

use std::cmp::Ordering;

use crate::{Key, Moment, Record, Sort, Value};

/// The values of the columns of an order in a row.
pub(super) type Place = Vec<Value<'static>>;

/// The place of a row.
pub(super) fn place<R: Record>(record: &R, order: &[Sort]) -> Place {
    order.iter().map(|sort| record.value(sort.column).into_owned()).collect()
}

/// Whether a row stands behind a place, as the databases sort.
pub(super) fn is_behind<R: Record>(record: &R, order: &[Sort], place: &[Value<'static>]) -> bool {
    let columns = order.iter().zip(place).map(|(sort, value)| {
        let ordering = compare(&record.value(sort.column), value);
        if sort.descending { ordering.reverse() } else { ordering }
    });
    columns.into_iter().find(|ordering| ordering.is_ne()) == Some(Ordering::Greater)
}

/// The order of two values of one column: texts by their bytes, and nothing after all else.
pub(super) fn compare(one: &Value<'_>, other: &Value<'_>) -> Ordering {
    match (one, other) {
        (Value::Boolean(one), Value::Boolean(other)) => one.cmp(other),
        (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
        (Value::Double(one), Value::Double(other)) => one.partial_cmp(other).unwrap_or(Ordering::Equal),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Uuid(Key(one)), Value::Uuid(Key(other))) => one.cmp(other),
        (Value::Date(one), Value::Date(other)) => one.cmp(other),
        (Value::Moment(Moment(one)), Value::Moment(Moment(other))) => one.cmp(other),
        (one, other) => (*one == Value::Null).cmp(&(*other == Value::Null)),
    }
}
