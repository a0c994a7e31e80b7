//! The schema of the tables of a document.

use dropspec_db::column_type::{Long, column_types};
use dropspec_db::{Check, Column, ColumnType, Reference, Relations, Table};

use crate::foreign_key::ForeignKey;
use crate::index::{Index, IndexKind};
use crate::internal_tables;
use crate::snapshot::{ColumnSnapshot, Rule, SchemaSnapshot, TableSnapshot};

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
        let mut columns: Vec<ColumnSnapshot> = table.key_columns().map(ColumnSnapshot::of).collect();
        let version = ColumnSnapshot::new("version", &Long);
        columns.push(ColumnSnapshot { default: Some(1.into()), ..version });
        let others = table.columns.iter().enumerate().filter(|(index, _)| !table.is_key(*index));
        columns.extend(others.map(|(_, column)| ColumnSnapshot::of(column)));
        let key = table.key_columns().map(|column| column.name.to_owned()).collect();
        let foreign_keys = table.relations.references.iter().map(|reference| foreign_key(table, reference)).collect();
        let (name, indexes) = (table.name.to_owned(), indexes(table));
        Self { name, key, columns, indexes, foreign_keys }
    }
}

/// The indexes of a table: for its lists, its references, and those that the document names.
fn indexes(table: &'static Table) -> Vec<Index> {
    let key: Vec<&str> = table.key_columns().map(|column| column.name).collect();
    let with_key = |mut columns: Vec<&'static str>| {
        let rest: Vec<&str> = key.iter().filter(|name| !columns.contains(name)).copied().collect();
        columns.extend(rest);
        Index::new(&columns)
    };
    let names = |set: &[usize]| -> Vec<&'static str> { set.iter().map(|column| table.columns[*column].name).collect() };
    let Relations { references, unique, indexes, .. } = table.relations;
    let unique = unique.iter().map(|set| Index::unique(&names(set)));
    // With the key the order is that of a list that is sorted by the columns.
    let named = indexes.iter().map(|set| with_key(names(set)));
    let spatial = table.columns.iter().filter(|column| column.column_type.is_spatial());
    let spatial = spatial.map(|column| Index::spatial(column.name));
    let others: Vec<Index> = unique.chain(named).chain(spatial).collect();
    let is_led = |column: &Column| others.iter().any(|index| index.columns[0] == column.name);
    let is_searched = |(position, column): &(usize, &Column)| {
        let refers = references.iter().any(|reference| reference.column == *position);
        // The index of the key finds its first column.
        column.name != key[0] && (table.is_indexed(*position) || (refers && !is_led(column)))
    };
    let own = table.columns.iter().enumerate().filter(is_searched).map(|(_, column)| with_key(vec![column.name]));
    let mut all: Vec<Index> = own.collect();
    all.extend(others);
    all.extend((0..table.columns.len()).flat_map(|column| of_filters(table, column)));
    all.extend((!table.search.is_empty()).then(|| Index::of_kind(IndexKind::Search, &names(table.search))));
    // An index of a list may be one that the document names.
    (0..all.len()).filter(|index| !all[..*index].contains(&all[*index])).map(|index| all[index].clone()).collect()
}

/// The indexes of the filters on a column that search within its values.
fn of_filters(table: &'static Table, column: usize) -> impl Iterator<Item = Index> {
    let kinds = table.operators(column).filter_map(IndexKind::of_filter);
    kinds.map(move |kind| Index::of_kind(kind, &[table.columns[column].name]))
}

fn foreign_key(table: &'static Table, reference: &Reference) -> ForeignKey {
    ForeignKey {
        column: table.columns[reference.column].name.to_owned(),
        table: reference.table.to_owned(),
        key: reference.key.to_owned(),
        on_delete: reference.on_delete.into(),
    }
}

impl ColumnSnapshot {
    fn of(column: &'static Column) -> Self {
        let intrinsic = column.column_type.intrinsic_check();
        let rules = intrinsic.iter().chain(column.checks).map(Rule::of).collect();
        let default = column.default.and_then(|json| serde_json::from_str(json).ok());
        let default = default.map(|default| column.column_type.snapshot_default(default));
        let (nullable, identity) = (column.nullable, column.is_identity());
        Self { nullable, default, identity, rules, ..Self::new(column.name, stored_type(column)) }
    }
}

/// The type of a column in a snapshot: that of the same name, without the values of an enum, but with the items of an array, so that a value can
/// become one.
fn stored_type(column: &Column) -> &'static dyn ColumnType {
    if column.column_type.items().is_some() {
        return column.column_type;
    }
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
