//! Checks that properties of the result have room for their values.

use super::{AggregateProperty, AggregateValue};
use crate::document::table::column::{Column, ColumnKind};
use crate::document::table::model::Table;
use crate::node::{Checked, Node};

impl<'s> Table<'s> {
    /// Rejects a property of another kind than the value.
    pub(super) fn check_kind(&self, node: &Node<'s>, kind: &ColumnKind, value: AggregateValue) -> Checked<()> {
        let column = |index: usize| &self.columns[index];
        let exact = "a decimal, or an integer of 64 bits";
        let is_exact = matches!(kind, ColumnKind::Long | ColumnKind::Decimal);
        let (fits, expected) = match value {
            AggregateValue::Count | AggregateValue::CountDistinct(_) => {
                (*kind == ColumnKind::Long, "an integer of 64 bits")
            }
            AggregateValue::Sum(index) => match column(index).kind {
                ColumnKind::Double => (*kind == ColumnKind::Double, "a number"),
                ColumnKind::Decimal => (*kind == ColumnKind::Decimal, "a decimal"),
                _ => (is_exact, exact),
            },
            AggregateValue::Average(_) => (*kind == ColumnKind::Double, "a number"),
            AggregateValue::Part(..) => (*kind == ColumnKind::Date, "a date"),
            AggregateValue::Group(index) if !column(index).kind.is_ordered() => {
                return Err(node.error(format!("rows cannot be grouped by {}", column(index).kind.word())));
            }
            AggregateValue::Group(index) | AggregateValue::Minimum(index) | AggregateValue::Maximum(index) => {
                (same_kind(kind, &column(index).kind), column(index).kind.word())
            }
        };
        if fits { Ok(()) } else { Err(node.error(format!("this property must be {expected}"))) }
    }

    /// Rejects a property that has no room for the null of groups without values, or of no rows.
    pub(super) fn check_null(&self, property: &AggregateProperty<'s>, is_grouped: bool) -> Checked<()> {
        let column = |index: usize| -> &Column<'s> { &self.columns[index] };
        let reason = match property.value {
            AggregateValue::Count | AggregateValue::CountDistinct(_) => return Ok(()),
            AggregateValue::Sum(_)
            | AggregateValue::Average(_)
            | AggregateValue::Minimum(_)
            | AggregateValue::Maximum(_)
                if !is_grouped =>
            {
                "it is null if there are no rows"
            }
            AggregateValue::Group(index)
            | AggregateValue::Part(_, index)
            | AggregateValue::Sum(index)
            | AggregateValue::Average(index)
            | AggregateValue::Minimum(index)
            | AggregateValue::Maximum(index) => match column(index).nullable {
                true => &format!("it is null for rows without `{}`", column(index).property),
                false => return Ok(()),
            },
        };
        match property.is_nullable {
            true => Ok(()),
            false => Err(property.node.error(format!("this property must be nullable or not required: {reason}"))),
        }
    }
}

fn same_kind(kind: &ColumnKind, column: &ColumnKind) -> bool {
    kind == column || matches!((kind, column), (ColumnKind::Long, ColumnKind::Integer))
}
