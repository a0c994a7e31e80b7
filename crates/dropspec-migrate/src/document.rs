//! The layout of the tables of a document.

use dropspec_db::{Check, Column, Kind, Table};

use crate::internal_tables;
use crate::layout::{ColumnKind, ColumnLayout, Index, Layout, Rule, TableLayout};

impl Layout {
    /// The layout of the tables of a document, and of [those of the engine](internal_tables).
    #[must_use]
    pub fn of(tables: &[&'static Table]) -> Self {
        let mut tables: Vec<TableLayout> = tables.iter().map(|table| TableLayout::of(table)).collect();
        tables.extend(internal_tables::tables());
        tables.sort_by(|one, other| one.name.cmp(&other.name));
        Self { tables }
    }
}

impl TableLayout {
    /// The layout of a table. Behind the key comes the version of the row.
    #[must_use]
    pub fn of(table: &'static Table) -> Self {
        let mut columns: Vec<ColumnLayout> = table.columns.iter().map(ColumnLayout::of).collect();
        columns[..=table.key].rotate_right(1);
        let version = ColumnLayout::new("version", ColumnKind::Long);
        columns.insert(1, ColumnLayout { default: Some(1.into()), ..version });
        let key = table.key().name;
        let indexed = table.columns.iter().filter(|column| column.is_indexed() && column.name != key);
        let indexes = indexed.map(|column| Index::new(&[column.name, key])).collect();
        Self { name: table.name.to_owned(), key: key.to_owned(), columns, indexes }
    }
}

impl ColumnLayout {
    fn of(column: &'static Column) -> Self {
        let kind = match column.kind {
            Kind::Boolean => ColumnKind::Boolean,
            Kind::Integer => ColumnKind::Integer,
            Kind::Long => ColumnKind::Long,
            Kind::Double => ColumnKind::Double,
            Kind::Text | Kind::Choice(_) => ColumnKind::Text,
            Kind::Uuid => ColumnKind::Uuid,
            Kind::Date => ColumnKind::Date,
            Kind::Moment => ColumnKind::Moment,
            Kind::Json => ColumnKind::Json,
        };
        let of_kind = match column.kind {
            Kind::Choice(choices) => Some(Rule::Enum(choices.iter().map(|choice| (*choice).to_owned()).collect())),
            Kind::Double => Some(Rule::Finite),
            _ => None,
        };
        let rules = of_kind.into_iter().chain(column.checks.iter().map(Rule::of)).collect();
        let default = column.default.and_then(|json| serde_json::from_str(json).ok());
        Self { nullable: column.nullable, default, rules, ..Self::new(column.name, kind) }
    }
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
        }
    }
}
