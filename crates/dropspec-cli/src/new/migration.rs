//! The first migration of a service whose document has tables.

use std::path::Path;
use std::time::SystemTime;

use dropspec::migration::{Layout, Options, make};
use dropspec::table;
use dropspec_build::document::{Action, Check, Column, ColumnKind, Comparison, Document, Table};

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
    let tables: Vec<&'static table::Table> = document.tables.iter().map(|table| described(document, table)).collect();
    let layout = Layout::of(&tables);
    let made = make(&folder.join("migrations"), NAME, &layout, &Options::default(), SystemTime::now());
    made.map(drop).map_err(|error| error.to_string())
}

/// A table as the run-time library describes it, which is for as long as the program runs.
fn described(document: &Document<'_>, table: &Table<'_>) -> &'static table::Table {
    let columns = table.columns.iter().enumerate();
    let columns: Vec<table::Column> = columns.map(|(index, it)| column(document, table, index, it)).collect();
    Box::leak(Box::new(table::Table {
        name: text(table.name),
        schema: text(table.schema),
        description: "",
        path: text(table.path()),
        columns: Vec::leak(columns),
        key: table.key,
    }))
}

fn column(document: &Document<'_>, table: &Table<'_>, index: usize, column: &Column<'_>) -> table::Column {
    let list = table.operation(Action::List).and_then(|list| document.operations.get(list));
    let comparisons = list.map(|list| table.comparisons(index, list)).unwrap_or_default();
    let filters: Vec<table::Operator> = comparisons.into_iter().map(operator).collect();
    let checks: Vec<table::Check> = column.checks.iter().map(check).collect();
    table::Column {
        name: text(&column.name),
        nullable: column.nullable,
        default: column.default.map(|default| text(&default.to_string())),
        checks: Vec::leak(checks),
        sortable: list.is_some_and(|list| table.is_sortable(column.property, list)),
        filters: Vec::leak(filters),
        ..table::Column::new(text(column.property), kind(&column.kind))
    }
}

fn kind(kind: &ColumnKind) -> table::Kind {
    match kind {
        ColumnKind::Boolean => table::Kind::Boolean,
        ColumnKind::Integer => table::Kind::Integer,
        ColumnKind::Long => table::Kind::Long,
        ColumnKind::Double => table::Kind::Double,
        ColumnKind::Text => table::Kind::Text,
        ColumnKind::Choice(choices) => table::Kind::Choice(Vec::leak(choices.iter().map(|it| text(it)).collect())),
        ColumnKind::Uuid => table::Kind::Uuid,
        ColumnKind::Date => table::Kind::Date,
        ColumnKind::Moment => table::Kind::Moment,
        ColumnKind::Json => table::Kind::Json,
    }
}

fn check(check: &Check) -> table::Check {
    match check {
        Check::AtLeast(bound) => table::Check::AtLeast(text(bound)),
        Check::MoreThan(bound) => table::Check::MoreThan(text(bound)),
        Check::AtMost(bound) => table::Check::AtMost(text(bound)),
        Check::LessThan(bound) => table::Check::LessThan(text(bound)),
        Check::MinLength(length) => table::Check::MinLength(*length),
        Check::MaxLength(length) => table::Check::MaxLength(*length),
    }
}

fn operator(comparison: Comparison) -> table::Operator {
    match comparison {
        Comparison::Equal => table::Operator::Equal,
        Comparison::AtLeast => table::Operator::AtLeast,
        Comparison::AtMost => table::Operator::AtMost,
        Comparison::MoreThan => table::Operator::MoreThan,
        Comparison::LessThan => table::Operator::LessThan,
        Comparison::Contains => table::Operator::Contains,
    }
}

fn text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}
