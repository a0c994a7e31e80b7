//! Filters that exclude each other.

use std::cmp::Ordering;

use crate::{Filter, Operator, Table};

/// The first filter that another one excludes, with that one.
pub(super) fn unsatisfiable<'f>(table: &Table, filters: &'f [Filter]) -> Option<(&'f Filter, &'f Filter)> {
    let pairs = filters.iter().flat_map(|lower| filters.iter().map(move |upper| (lower, upper)));
    pairs.into_iter().find(|(lower, upper)| lower.column == upper.column && excludes(table, lower, upper))
}

/// Whether the lower bound of one filter is above the upper bound of the other.
fn excludes(table: &Table, lower: &Filter, upper: &Filter) -> bool {
    let least = matches!(lower.operator, Operator::Equal | Operator::AtLeast | Operator::MoreThan);
    let most = matches!(upper.operator, Operator::Equal | Operator::AtMost | Operator::LessThan);
    let open = lower.operator == Operator::MoreThan || upper.operator == Operator::LessThan;
    least
        && most
        && match table.columns[lower.column].column_type.compare(&lower.value, &upper.value) {
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
        key: 0,
        relations: crate::Relations::NONE,
    };

    #[test]
    fn bounds_must_leave_something_between_them() {
        use Operator::{AtLeast, AtMost, Contains, Equal, LessThan, MoreThan};
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
            ((Equal, 2), (Contains, 1), false),
        ] {
            let filter = |(operator, value): (Operator, i64)| Filter { column: 0, operator, value: value.into() };
            let filters = [filter(first), filter(second)];
            assert_eq!(unsatisfiable(&TABLE, &filters).is_some(), contradict, "{first:?} {second:?}");
            let others = [filter(first), Filter { column: 1, ..filter(second) }];
            assert_eq!(unsatisfiable(&TABLE, &others), None);
        }
    }
}
