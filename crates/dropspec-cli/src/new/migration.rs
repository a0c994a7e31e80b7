//! The first migration of a service whose document has tables.

use std::path::Path;
use std::time::SystemTime;

use dropspec_db as db;
use dropspec_db::column_type;
use dropspec_migrate::{Options, SchemaSnapshot, make};
use dropspec_openapi::document::{Column, ColumnKind, Comparison, Constraint, Document, OnDelete, Table};

/// The name of the migration.
const NAME: &str = "create_tables";

/// Writes the migration that creates the tables of a document into the folder `migrations` of a crate. A document without tables needs
/// none.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write_first(folder: &Path, document: &Document<'_>) -> Result<(), String> {
    if document.tables.is_empty() {
        return Ok(());
    }
    let tables: Vec<&'static db::Table> = document.tables.iter().map(|table| described(document, table)).collect();
    let snapshot = SchemaSnapshot::of(&tables);
    let made = make(&folder.join("migrations"), NAME, &snapshot, &Options::default(), SystemTime::now());
    made.map(drop).map_err(|error| error.to_string())
}

/// A table as the run-time library describes it, which is for as long as the program runs.
fn described(document: &Document<'_>, table: &Table<'_>) -> &'static db::Table {
    let columns = table.columns.iter().enumerate();
    let columns: Vec<db::Column> = columns.map(|(index, it)| column(document, table, index, it)).collect();
    let lists = table.lists().filter_map(|list| document.operations.get(list));
    let searches = lists.flat_map(|list| table.searches(list).unwrap_or_default()).map(|search| db::Search {
        name: text(search.name),
        filters: Vec::leak(search.filters.iter().map(|(column, filter)| (*column, operator(*filter))).collect()),
    });
    Box::leak(Box::new(db::Table {
        name: text(table.name),
        schema: text(table.schema),
        description: "",
        path: text(table.path()),
        columns: Vec::leak(columns),
        key: Vec::leak(table.key.clone()),
        row_path: &[],
        relations: relations(document, table),
        searches: Vec::leak(searches.collect()),
        search: Vec::leak(table.search.clone()),
    }))
}

/// The relations of a table that its migration depends on.
fn relations(document: &Document<'_>, table: &Table<'_>) -> db::Relations {
    let references = table.references.iter().map(|reference| {
        let target = &document.tables[reference.table];
        db::Reference {
            column: reference.column,
            table: text(target.name),
            schema: text(target.schema),
            key: target.single_key().map_or("", |key| text(&key.name)),
            on_delete: match reference.on_delete {
                OnDelete::Restrict => db::OnDelete::Restrict,
                OnDelete::Cascade => db::OnDelete::Cascade,
                OnDelete::SetNull => db::OnDelete::SetNull,
            },
        }
    });
    let sets = |sets: &[Vec<usize>]| -> &'static [&'static [usize]] {
        Vec::leak(sets.iter().map(|set| &*Vec::leak(set.clone())).collect())
    };
    db::Relations {
        references: Vec::leak(references.collect()),
        referrers: &[],
        unique: sets(&table.unique),
        indexes: sets(&table.indexes),
    }
}

fn column(document: &Document<'_>, table: &Table<'_>, index: usize, column: &Column<'_>) -> db::Column {
    let lists: Vec<_> = table.lists().filter_map(|list| document.operations.get(list)).collect();
    let comparisons = lists.iter().flat_map(|list| table.comparisons(index, list));
    let filters: Vec<db::Operator> = comparisons.map(operator).collect();
    let checks: Vec<db::Check> = column.constraints.iter().map(check).collect();
    let is_identity = table.key == [index] && table.has_identity(&document.operations);
    db::Column {
        generated: is_identity.then_some(db::Generated::Identity),
        name: text(&column.name),
        nullable: column.nullable,
        default: column.default.map(|default| text(&default.to_string())),
        checks: Vec::leak(checks),
        sortable: lists.iter().any(|list| table.is_sortable(column.property, list)),
        filters: Vec::leak(filters),
        ..db::Column::new(text(column.property), column_type(&column.kind))
    }
}

fn column_type(kind: &ColumnKind) -> &'static dyn column_type::ColumnType {
    match kind {
        ColumnKind::Boolean => &column_type::Boolean,
        ColumnKind::Integer => &column_type::Integer,
        ColumnKind::Long => &column_type::Long,
        ColumnKind::Double => &column_type::Double,
        ColumnKind::Text => &column_type::Text,
        ColumnKind::Enum(values) => {
            let values = Vec::leak(values.iter().map(|value| text(value)).collect());
            Box::leak(Box::new(column_type::Enum(values)))
        }
        ColumnKind::Uuid => &column_type::Uuid,
        ColumnKind::Date => &column_type::Date,
        ColumnKind::Timestamp => &column_type::TimestampType,
        ColumnKind::Decimal => &column_type::Decimal,
        ColumnKind::Time => &column_type::Time,
        ColumnKind::Duration => &column_type::Duration,
        ColumnKind::Binary => &column_type::Binary,
        ColumnKind::Geography(point) => Box::leak(Box::new(column_type::Geography {
            latitude: text(&point.latitude),
            longitude: text(&point.longitude),
        })),
        ColumnKind::Json | ColumnKind::Array(_) => &column_type::JsonType,
    }
}

fn check(check: &Constraint) -> db::Check {
    match check {
        Constraint::AtLeast(bound) => db::Check::AtLeast(text(bound)),
        Constraint::MoreThan(bound) => db::Check::MoreThan(text(bound)),
        Constraint::AtMost(bound) => db::Check::AtMost(text(bound)),
        Constraint::LessThan(bound) => db::Check::LessThan(text(bound)),
        Constraint::MinLength(length) => db::Check::MinLength(*length),
        Constraint::MaxLength(length) => db::Check::MaxLength(*length),
    }
}

fn operator(comparison: Comparison) -> db::Operator {
    match comparison {
        Comparison::Equal => db::Operator::Equal,
        Comparison::AtLeast => db::Operator::AtLeast,
        Comparison::AtMost => db::Operator::AtMost,
        Comparison::MoreThan => db::Operator::MoreThan,
        Comparison::LessThan => db::Operator::LessThan,
        Comparison::NotEqual => db::Operator::NotEqual,
        Comparison::In => db::Operator::In,
        Comparison::NotIn => db::Operator::NotIn,
        Comparison::Null => db::Operator::Null,
        Comparison::Prefix => db::Operator::Prefix,
        Comparison::Contains => db::Operator::Contains,
        Comparison::ContainsCase => db::Operator::ContainsCase,
        Comparison::ContainsItem => db::Operator::ContainsItem,
        Comparison::Near => db::Operator::Near,
    }
}

fn text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}
