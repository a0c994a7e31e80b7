//! The constraints of tables that writes can violate.

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use dropspec_schema::{ErrorSource, Violation, child, with_path};

use crate::column_type::Value;
use crate::constraint_name::{UNIQUE, constraint_name};
use crate::store::StoreError;
use crate::table::{Column, Table, noun};

/// The constraint that a statement has violated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Violated {
    /// The key of the row is taken.
    Key,
    /// The values of these columns are taken.
    Unique(&'static [usize]),
    /// A reference, from or to the table. SQLite does not say which.
    Reference,
}

impl Violated {
    /// The constraint that an error is about.
    pub(crate) fn of(error: &StoreError, table: &'static Table) -> Option<Self> {
        let StoreError::Query(DieselError::DatabaseError(kind, information)) = error else { return None };
        match kind {
            DatabaseErrorKind::ForeignKeyViolation => Some(Self::Reference),
            DatabaseErrorKind::UniqueViolation => {
                let unique = table.relations.unique.iter().find(|columns| match information.constraint_name() {
                    Some(name) => name == unique_name(table, columns),
                    None => information.message().ends_with(&sqlite_columns(table, columns)),
                });
                Some(unique.map_or(Self::Key, |columns| Self::Unique(columns)))
            }
            _ => None,
        }
    }
}

/// Describes the constraint that rows of a table have violated, where nothing is known of the row; `None` for other errors.
#[must_use]
pub fn violated_constraint(error: &StoreError, table: &'static Table) -> Option<String> {
    let Some(violated) = Violated::of(error, table) else { return broken_rule(error, table).map(|(_, words)| words) };
    let words = match violated {
        Violated::Key if table.has_composite_key() => format!("a combination of {} is taken", key_names(table)),
        Violated::Key => format!("a {} is taken", table.first_key().property),
        Violated::Unique(columns) => {
            let names: Vec<&str> = columns.iter().map(|column| table.columns[*column].property).collect();
            format!("two rows have the same {}", names.join(" and "))
        }
        Violated::Reference => "a row refers to one that does not exist".to_owned(),
    };
    // PostgreSQL names the values.
    let details = match error {
        StoreError::Query(DieselError::DatabaseError(_, information)) => information.details(),
        _ => None,
    };
    Some(details.map_or_else(|| words.clone(), |details| format!("{words}: {details}")))
}

/// Describes a check or a required column that a row has violated, with the column if it is known; `None` for other errors. The service has
/// validated the row, so that the database has other constraints than the document.
#[must_use]
pub fn broken_rule(error: &StoreError, table: &'static Table) -> Option<(Option<&'static Column>, String)> {
    let StoreError::Query(DieselError::DatabaseError(kind, information)) = error else { return None };
    // SQLite names the constraint or column at the end of the message.
    let last = || information.message().rsplit_once(": ").map_or("", |(_, name)| name);
    match kind {
        DatabaseErrorKind::CheckViolation => {
            let name = information.constraint_name().unwrap_or_else(last);
            Some((None, format!("the row violates the constraint {name}")))
        }
        DatabaseErrorKind::NotNullViolation => {
            let name = information.column_name().unwrap_or_else(|| last().rsplit('.').next().unwrap_or_default());
            let column = table.columns.iter().find(|column| column.name == name);
            Some((column, format!("the row has no {}", column.map_or(name, |column| column.property))))
        }
        _ => None,
    }
}

/// The name of a unique constraint.
fn unique_name(table: &Table, columns: &[usize]) -> String {
    let columns: Vec<&str> = columns.iter().map(|column| table.columns[*column].name).collect();
    constraint_name(table.name, &columns, UNIQUE)
}

/// The end of SQLite's message, which is all that it says about a unique constraint: `UNIQUE constraint failed: books.title, books.author_id`.
fn sqlite_columns(table: &Table, columns: &[usize]) -> String {
    let columns: Vec<String> =
        columns.iter().map(|column| format!("{}.{}", table.name, table.columns[*column].name)).collect();
    format!(": {}", columns.join(", "))
}

/// The violation of a reference, by its position, to a row that does not exist, below the pointer of the row.
pub(crate) fn missing_parent(table: &Table, place: usize, value: &Value<'_>, row: &str) -> Violation {
    let reference = &table.relations.references[place];
    let pointer = child(row, table.columns[reference.column].property);
    let detail = with_path(&format!("there is no {} {value}", noun(reference.schema)), &pointer);
    Violation { source: ErrorSource::Pointer(pointer), detail }
}

/// The violations of the key, one for each of its properties, below the pointer of the row.
pub(crate) fn key_taken(table: &Table, key: &impl std::fmt::Display, row: &str) -> Vec<Violation> {
    if table.has_composite_key() {
        return taken(table, table.key, row);
    }
    let name = table.first_key().property;
    let pointer = child(row, name);
    let detail = with_path(&format!("the {name} {key} is taken"), &pointer);
    vec![Violation { source: ErrorSource::Pointer(pointer), detail }]
}

/// The properties of a key of several.
pub(crate) fn key_names(table: &Table) -> String {
    table.key_columns().map(|column| column.property).collect::<Vec<_>>().join(" and ")
}

/// The violations of a unique constraint, one for each of its properties, below the pointer of the row.
pub(crate) fn taken(table: &Table, columns: &[usize], row: &str) -> Vec<Violation> {
    let names: Vec<&str> = columns.iter().map(|column| table.columns[*column].property).collect();
    let words = match &names[..] {
        [name] => format!("the {name} is taken"),
        names => format!("the combination of {} is taken", names.join(", ")),
    };
    let violation = |name: &&str| {
        let pointer = child(row, name);
        Violation { detail: with_path(&words, &pointer), source: ErrorSource::Pointer(pointer) }
    };
    names.iter().map(violation).collect()
}
