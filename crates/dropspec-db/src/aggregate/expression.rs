//! Aggregates as SQL.

use diesel::QueryResult;
use diesel::query_builder::AstPass;

use super::{AggregateValue, DatePart};
use crate::column_type::Dialect;
use crate::query_backend::QueryBackend;
use crate::table::Table;

/// The name of a column type whose values are decimal numbers, which SQLite has as texts.
const DECIMAL: &str = "decimal";

/// How SQLite adds integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SumMode {
    /// In 64 bits. It fails if that is not enough.
    Fast,
    /// Whatever the number of digits.
    Exact,
}

/// Writes the expression of a value.
pub(super) fn push_value<DB: QueryBackend>(
    table: &Table,
    value: AggregateValue,
    sums: SumMode,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let type_name = |column: usize| table.columns[column].column_type.name();
    let (column, around) = match value {
        AggregateValue::Count => {
            out.push_sql("count(*)");
            return Ok(());
        }
        AggregateValue::Group(column) => (column, ["", ""]),
        AggregateValue::Part(part, column) => return push_part(table, part, column, out),
        AggregateValue::CountDistinct(column) => (column, ["count(DISTINCT ", ")"]),
        AggregateValue::Minimum(column) => (column, ["min(", ")"]),
        AggregateValue::Maximum(column) => (column, ["max(", ")"]),
        AggregateValue::Sum(column) => {
            let function = match (DB::DIALECT, type_name(column), sums) {
                (Dialect::Sqlite, DECIMAL, _) => "dropspec_sum_decimals(",
                (Dialect::Sqlite, "long", SumMode::Exact) => "dropspec_sum_integers(",
                _ => "sum(",
            };
            (column, [function, ")"])
        }
        AggregateValue::Average(column) => return push_average(table, column, out),
    };
    out.push_sql(around[0]);
    push_column(table, column, out)?;
    out.push_sql(around[1]);
    Ok(())
}

/// Writes an average: the exact sum, rounded once, divided by the number. `avg` of PostgreSQL has 16 digits, which SQLite does not always agree
/// with in the last one.
fn push_average<DB: QueryBackend>(table: &Table, column: usize, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    let function = match (DB::DIALECT, table.columns[column].column_type.name()) {
        (Dialect::Sqlite, DECIMAL) => "dropspec_average_decimals(",
        (Dialect::Sqlite, _) => "avg(",
        (Dialect::Postgres, _) => "sum(",
    };
    out.push_sql(function);
    push_column(table, column, out)?;
    out.push_sql(")");
    if DB::DIALECT == Dialect::Postgres {
        out.push_sql("::double precision / count(");
        match table.columns[column].nullable {
            true => push_column(table, column, out)?,
            // Counted once, if the result has the number of rows as well.
            false => out.push_sql("*"),
        }
        out.push_sql(")");
    }
    Ok(())
}

/// Writes the first day of a part of a date.
fn push_part<DB: QueryBackend>(
    table: &Table,
    part: DatePart,
    column: usize,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let is_date = table.columns[column].column_type.name() == "date";
    let [before, after] = match (DB::DIALECT, is_date, part) {
        (Dialect::Postgres, is_date, part) => {
            out.push_sql(match part {
                DatePart::Year => "date_trunc('year', ",
                DatePart::Month => "date_trunc('month', ",
                DatePart::Day => "date_trunc('day', ",
            });
            ["", if is_date { "::timestamp)::date" } else { " AT TIME ZONE 'UTC')::date" }]
        }
        (Dialect::Sqlite, true, DatePart::Year) => ["substr(", ", 1, 4) || '-01-01'"],
        (Dialect::Sqlite, true, DatePart::Month) => ["substr(", ", 1, 7) || '-01'"],
        (Dialect::Sqlite, true, DatePart::Day) => ["", ""],
        (Dialect::Sqlite, false, part) => return push_day_of_micros(table, part, column, out),
    };
    out.push_sql(before);
    push_column(table, column, out)?;
    out.push_sql(after);
    Ok(())
}

/// Writes the first day of a part of a timestamp in microseconds, for SQLite, whose division rounds towards zero.
fn push_day_of_micros<DB: QueryBackend>(
    table: &Table,
    part: DatePart,
    column: usize,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    out.push_sql("date((");
    push_column(table, column, out)?;
    out.push_sql(" - (");
    push_column(table, column, out)?;
    out.push_sql(" % 1000000 + 1000000) % 1000000) / 1000000, 'unixepoch'");
    out.push_sql(match part {
        DatePart::Year => ", 'start of year')",
        DatePart::Month => ", 'start of month')",
        DatePart::Day => ")",
    });
    Ok(())
}

fn push_column<DB: QueryBackend>(table: &Table, column: usize, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    out.push_identifier(table.name)?;
    out.push_sql(".");
    out.push_identifier(table.columns[column].name)
}
