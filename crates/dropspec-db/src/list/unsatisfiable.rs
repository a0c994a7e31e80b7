//! Filters that exclude each other.

use std::cmp::Ordering;

use crate::{Filter, Operator, Table, Value};

/// A filter with the value that bounds the column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'f> {
    pub(super) filter: &'f Filter,
    pub(super) value: &'f Value<'static>,
}

/// The first filter that another one excludes, with that one.
pub(super) fn unsatisfiable<'f>(table: &Table, filters: &'f [Filter]) -> Option<[Bound<'f>; 2]> {
    let bounds = || filters.iter().filter_map(|filter| Some(Bound { filter, value: filter.value()? }));
    let mut pairs = bounds().flat_map(|lower| bounds().map(move |upper| [lower, upper]));
    pairs.find(|[lower, upper]| lower.filter.column == upper.filter.column && excludes(table, lower, upper))
}

/// Whether the lower bound of one filter is above the upper bound of the other.
fn excludes(table: &Table, lower: &Bound<'_>, upper: &Bound<'_>) -> bool {
    let least = matches!(lower.filter.operator, Operator::Equal | Operator::AtLeast | Operator::MoreThan);
    let most = matches!(upper.filter.operator, Operator::Equal | Operator::AtMost | Operator::LessThan);
    let open = lower.filter.operator == Operator::MoreThan || upper.filter.operator == Operator::LessThan;
    least
        && most
        && match table.columns[lower.filter.column].column_type.compare(lower.value, upper.value) {
            Ordering::Greater => true,
            Ordering::Equal => open,
            Ordering::Less => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Column;
    use crate::column_type::Long;

    static TABLE: Table = Table {
        name: "ships",
        schema: "Ship",
        description: "",
        path: "/ships",
        columns: &[Column::new("id", &Long), Column::new("berths", &Long)],
        key: &[0],
        row_path: &[("/ships/", 0)],
        relations: crate::Relations::NONE,
        searches: &[],
        search: &[],
    };

    #[test]
    fn bounds_must_leave_something_between_them() {
        use Operator::{AtLeast, AtMost, Equal, LessThan, MoreThan, NotEqual};
        for (first, second, contradict) in [
            ((AtLeast, 2), (AtMost, 1), true),
            ((AtMost, 1), (AtLeast, 2), true),
            ((AtLeast, 1), (AtMost, 1), false),
            ((MoreThan, 1), (AtMost, 1), true),
            ((AtLeast, 1), (LessThan, 1), true),
            ((Equal, 1), (AtLeast, 2), true),
            ((Equal, 1), (LessThan, 1), true),
            ((Equal, 1), (AtMost, 1), false),
            ((AtLeast, 2), (MoreThan, 1), false),
            ((Equal, 2), (NotEqual, 1), false),
        ] {
            let of = |column, (operator, value): (Operator, i64)| Filter::new(column, operator, value.into());
            let filter = |bound| of(0, bound);
            let filters = [filter(first), filter(second)];
            assert_eq!(unsatisfiable(&TABLE, &filters).is_some(), contradict, "{first:?} {second:?}");
            let others = [filter(first), of(1, second)];
            assert!(unsatisfiable(&TABLE, &others).is_none());
        }
    }
}
