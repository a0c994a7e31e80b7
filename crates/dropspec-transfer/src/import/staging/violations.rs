//! The staged rows that violate constraints of their table.

use dropspec_db::sql::{quoted, quoted_columns};
use dropspec_db::{Reference, Table};

use super::{LINE, NAME, StagingTable};

/// The prefix of the values that a row would have.
const STORED: &str = "dropspec_stored";

/// The prefix of the key of the row that is updated.
const MATCHED: &str = "dropspec_matched";

/// The first line with the same values.
const FIRST: &str = "dropspec_first";

/// A constraint of a table, beside that of its key, that depends on other rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum RowConstraint {
    /// A reference to a row of a table.
    Reference(&'static Reference),
    /// The values of these columns are unique.
    Unique(&'static [usize]),
}

impl RowConstraint {
    /// The constraints of a table. References come first: a row that refers to nothing takes no values from others.
    pub(in crate::import) fn all(table: &'static Table) -> impl Iterator<Item = Self> {
        let references = table.relations.references.iter().map(Self::Reference);
        references.chain(table.relations.unique.iter().map(|columns| Self::Unique(columns)))
    }

    /// The columns.
    pub(in crate::import) fn columns(&self) -> &[usize] {
        match self {
            Self::Reference(reference) => std::slice::from_ref(&reference.column),
            Self::Unique(columns) => columns,
        }
    }

    /// Whether a row can violate it because another row of the file is not stored.
    pub(in crate::import) fn is_within(&self, table: &Table) -> bool {
        matches!(self, Self::Reference(reference) if reference.table == table.name)
    }
}

impl StagingTable {
    /// The rows that violate a constraint, in the order of the file: the line, the line of an earlier row with the same values, and the
    /// columns of the table.
    pub(in crate::import) fn violating(&self, constraint: &RowConstraint, limit: Option<usize>) -> String {
        let limit = limit.map_or(String::new(), |limit| format!(" LIMIT {limit}"));
        let columns = format!("{LINE} AS line, {} AS earlier, {}", earlier(constraint), quoted_columns(self.table));
        format!("{} ORDER BY 1{limit}", self.select_violating(constraint, &columns))
    }

    /// Deletes them.
    pub(in crate::import) fn remove_violating(&self, constraint: &RowConstraint) -> String {
        format!("DELETE FROM {NAME} WHERE {LINE} IN ({})", self.select_violating(constraint, LINE))
    }

    fn select_violating(&self, constraint: &RowConstraint, columns: &str) -> String {
        let rows = self.with_stored_values(constraint.columns());
        match constraint {
            RowConstraint::Reference(reference) => {
                let (parents, key) = (quoted(reference.table), quoted(reference.key));
                let among = |table: &str| {
                    format!(" AND NOT EXISTS (SELECT 1 FROM {table} AS parent WHERE parent.{key} = staged.{STORED}_0)")
                };
                // Rows of the file can refer to each other.
                let within = if constraint.is_within(self.table) { among(NAME) } else { String::new() };
                let parents = among(&parents);
                format!("SELECT {columns} FROM ({rows}) AS staged WHERE {STORED}_0 IS NOT NULL{parents}{within}")
            }
            RowConstraint::Unique(unique) => {
                let stored: Vec<String> = (0..unique.len()).map(|place| format!("{STORED}_{place}")).collect();
                let has_values: Vec<String> = stored.iter().map(|value| format!("{value} IS NOT NULL")).collect();
                format!(
                    "SELECT {columns} FROM \
                     (SELECT *, min({LINE}) OVER (PARTITION BY {}) AS {FIRST} FROM ({rows}) AS rows WHERE {}) AS staged \
                     WHERE {FIRST} < {LINE} OR EXISTS ({})",
                    stored.join(", "),
                    has_values.join(" AND "),
                    self.select_taken(unique)
                )
            }
        }
    }

    /// The row of the table that has the unique values of a staged row, and is not updated by it.
    fn select_taken(&self, unique: &[usize]) -> String {
        let table = quoted(self.table.name);
        let is_matched = self
            .table
            .key_columns()
            .enumerate()
            .map(|(place, column)| format!("kept.{} = {MATCHED}_{place}", quoted(column.name)));
        let is_matched = is_matched.collect::<Vec<_>>().join(" AND ");
        let is_same = unique.iter().enumerate().map(|(place, column)| {
            format!("kept.{} = staged.{STORED}_{place}", quoted(self.table.columns[*column].name))
        });
        let is_same: Vec<String> = is_same.collect();
        format!(
            "SELECT 1 FROM {table} AS kept WHERE {} AND ({MATCHED}_0 IS NULL OR NOT ({is_matched}))",
            is_same.join(" AND ")
        )
    }

    /// The staged rows with the values that they would have in some columns: an update keeps those that the file does not have.
    fn with_stored_values(&self, columns: &[usize]) -> String {
        let (table, key) = (quoted(self.table.name), quoted(self.table.first_key().name));
        let values = columns.iter().enumerate().map(|(place, column)| {
            let name = quoted(self.table.columns[*column].name);
            let value = if !self.updates || self.columns.contains(column) || self.match_columns.contains(column) {
                format!("staged.{name}")
            } else {
                format!("CASE WHEN matched.{key} IS NULL THEN staged.{name} ELSE matched.{name} END")
            };
            format!(", {value} AS {STORED}_{place}")
        });
        let values: String = values.collect();
        let matched = self.table.key_columns().enumerate().map(|(place, column)| {
            let name = quoted(column.name);
            match self.updates {
                true => format!(", matched.{name} AS {MATCHED}_{place}"),
                // A null of the type of the column.
                false => format!(", nullif(staged.{name}, staged.{name}) AS {MATCHED}_{place}"),
            }
        });
        let matched: String = matched.collect();
        let join = match self.updates {
            true => format!(" LEFT JOIN {table} AS matched ON {}", self.matches("matched")),
            false => String::new(),
        };
        format!("SELECT staged.*{matched}{values} FROM {NAME} AS staged{join}")
    }
}

/// The expression for the line of an earlier row with the same values.
fn earlier(constraint: &RowConstraint) -> String {
    match constraint {
        RowConstraint::Reference(_) => "CAST(NULL AS bigint)".to_owned(),
        RowConstraint::Unique(_) => format!("CASE WHEN {FIRST} < {LINE} THEN {FIRST} END"),
    }
}
