//! The schema of the tables of a document.

use dropspec_db::column_type::{Long, column_types};
use dropspec_db::{Check, Column, ColumnType, Table};

use crate::internal_tables;
use crate::snapshot::{ColumnSnapshot, Index, Rule, SchemaSnapshot, TableSnapshot};

impl SchemaSnapshot {
    /// The schema of the tables of a document and of the internal tables.
    #[must_use]
    pub fn of(tables: &[&'static Table]) -> Self {
        let mut tables: Vec<TableSnapshot> = tables.iter().map(|table| TableSnapshot::of(table)).collect();
        tables.extend(internal_tables::tables());
        tables.sort_by(|one, other| one.name.cmp(&other.name));
        Self { tables }
    }
}

impl TableSnapshot {
    /// The schema of a table. The version of the row follows the key.
    #[must_use]
    pub fn of(table: &'static Table) -> Self {
        let mut columns: Vec<ColumnSnapshot> = table.columns.iter().map(ColumnSnapshot::of).collect();
        columns[..=table.key].rotate_right(1);
        let version = ColumnSnapshot::new("version", &Long);
        columns.insert(1, ColumnSnapshot { default: Some(1.into()), ..version });
        let key = table.key().name;
        let indexed = table.columns.iter().filter(|column| column.is_indexed() && column.name != key);
        let indexes = indexed.map(|column| Index::new(&[column.name, key])).collect();
        Self { name: table.name.to_owned(), key: key.to_owned(), columns, indexes }
    }
}

impl ColumnSnapshot {
    fn of(column: &'static Column) -> Self {
        let intrinsic = column.column_type.intrinsic_check();
        let rules = intrinsic.iter().chain(column.checks).map(Rule::of).collect();
        let default = column.default.and_then(|json| serde_json::from_str(json).ok());
        let (nullable, identity) = (column.nullable, column.is_identity());
        Self { nullable, default, identity, rules, ..Self::new(column.name, stored_type(column)) }
    }
}

/// The type of a column in a snapshot: that of the same name, without the values of an enum.
fn stored_type(column: &Column) -> &'static dyn ColumnType {
    let known = column_types().iter().find(|known| known.name() == column.column_type.name());
    known.copied().unwrap_or(column.column_type)
}

impl Rule {
    fn of(check: &Check) -> Self {
        match check {
            Check::AtLeast(number) => Self::Minimum((*number).to_owned()),
            Check::MoreThan(number) => Self::ExclusiveMinimum((*number).to_owned()),
            Check::AtMost(number) => Self::Maximum((*number).to_owned()),
            Check::LessThan(number) => Self::ExclusiveMaximum((*number).to_owned()),
            Check::MinLength(length) => Self::MinLength(*length),
            Check::MaxLength(length) => Self::MaxLength(*length),
            Check::OneOf(values) => Self::Enum(values.iter().map(|value| (*value).to_owned()).collect()),
            Check::Finite => Self::Finite,
        }
    }
}
