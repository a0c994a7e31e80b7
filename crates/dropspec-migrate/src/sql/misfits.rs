//! Statements that fail if a value does not fit, with an error that names the row.

use super::convert::fits;
use super::rule::condition;
use crate::name::{self, quoted, text};
use crate::plan::AlteredColumn;
use crate::snapshot::{ColumnSnapshot, Rule, TableSnapshot};
use dropspec_db::column_type::Text;
use dropspec_db::{ColumnType, Dialect};

/// The statement that fails if a value has no counterpart in the new type of its column, or would violate its constraints. The table and the
/// column have their old names.
pub(super) fn reject_inconvertible(table: &TableSnapshot, altered: &AlteredColumn, dialect: Dialect) -> Option<String> {
    let is_checked = altered.changes_type() && altered.for_misfits.is_none();
    let condition = fits(altered, dialect).filter(|_| is_checked)?;
    let AlteredColumn { from, to, .. } = altered;
    let what = format!("{}.{} cannot become {}", table.name, from.name, to.column_type);
    Some(reject(table, from, &condition, &what, dialect))
}

/// The statement that fails if a value violates a new rule.
pub(super) fn reject_misfits(table: &TableSnapshot, column: &ColumnSnapshot, rule: &Rule, dialect: Dialect) -> String {
    let constraint = name::of_constraint(&table.name, &column.name, rule.suffix());
    let what = format!("{}.{} violates the constraint {constraint}", table.name, column.name);
    reject(table, column, &condition(&column.name, rule, dialect), &what, dialect)
}

fn reject(table: &TableSnapshot, column: &ColumnSnapshot, condition: &str, what: &str, dialect: Dialect) -> String {
    let name = quoted(&table.name);
    let key = table.key.iter().filter_map(|name| table.column(name)).map(|key| shown(key, dialect));
    let key = key.collect::<Vec<_>>().join(" || ', ' || ");
    let begin = text(&format!("{what}: the row with {} ", table.key.join(", ")));
    let message = format!("{begin} || {key} || ' has ''' || {} || ''''", shown(column, dialect));
    let comment = format!("-- Fails if there are rows: SELECT * FROM {name} WHERE NOT ({condition})\n");
    let select = |into: &str| format!("SELECT {message} {into}FROM {name} WHERE NOT ({condition}) LIMIT 1");
    match dialect {
        Dialect::Postgres => {
            let select = select("INTO misfit ");
            format!(
                "{comment}DO $check$\nDECLARE\n    misfit text;\nBEGIN\n    {select};\n    \
                 IF misfit IS NOT NULL THEN\n        RAISE EXCEPTION USING MESSAGE = misfit, ERRCODE = 'check_violation';\n    \
                 END IF;\nEND $check$;\n"
            )
        }
        Dialect::Sqlite => {
            let select = select("");
            format!(
                "{comment}CREATE TEMPORARY TABLE dropspec_misfits (message TEXT);\n\
                 CREATE TEMPORARY TRIGGER dropspec_reject BEFORE INSERT ON dropspec_misfits BEGIN\n    \
                 SELECT RAISE(ABORT, NEW.message);\nEND;\n\
                 INSERT INTO dropspec_misfits {select};\nDROP TABLE dropspec_misfits;\n"
            )
        }
    }
}

/// A value as text, as far as it can be written in SQL.
fn shown(column: &ColumnSnapshot, dialect: Dialect) -> String {
    let name = quoted(&column.name);
    let from = column.column_type.0;
    let text = if from.is_text() { None } else { Text.convert_from(from, &name, dialect) };
    text.map_or_else(|| format!("CAST({name} AS text)"), |conversion| conversion.sql)
}
