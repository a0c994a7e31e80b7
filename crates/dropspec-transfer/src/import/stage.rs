//! Rows that are put aside before they go into their table: those that may stand against others. The statements are the same for both
//! databases.

use super::MOST_FAULTS;
use dropspec_db::Table;
use dropspec_db::sql::{quoted, quoted_columns};

/// The temporary table.
const NAME: &str = "dropspec_import";

/// The column of the lines, beside the columns of the table.
const LINE: &str = "dropspec_line";

/// The statements on rows that were put aside.
#[derive(Debug)]
pub(super) struct Stage {
    table: &'static Table,
    /// The columns that the list has, by their positions.
    listed: Vec<usize>,
    /// The column by which rows are found, the key unless another one was asked for.
    by: usize,
}

impl Stage {
    pub(super) fn new(table: &'static Table, listed: Vec<usize>, by: Option<usize>) -> Self {
        Self { table, listed, by: by.unwrap_or(table.key) }
    }

    /// Makes the temporary table.
    pub(super) fn create(&self) -> String {
        let Self { table, .. } = self;
        let (columns, name) = (quoted_columns(table), quoted(table.name));
        format!(
            "CREATE TEMPORARY TABLE {NAME} AS SELECT CAST(0 AS bigint) AS {LINE}, {columns} FROM {name} WHERE FALSE"
        )
    }

    /// Removes it.
    pub(super) fn remove() -> String {
        format!("DROP TABLE {NAME}")
    }

    /// Its name and its columns, the line first.
    pub(super) fn target(&self) -> String {
        format!("{NAME} ({LINE}, {})", quoted_columns(self.table))
    }

    /// The lines of the first rows for which an earlier one has the same value.
    pub(super) fn repeated(&self) -> String {
        let by = self.by();
        format!(
            "SELECT staged.{LINE} AS line FROM {NAME} AS staged JOIN \
             (SELECT {by} AS value, min({LINE}) AS first FROM {NAME} GROUP BY {by} HAVING count(*) > 1) AS repeated \
             ON repeated.value = staged.{by} AND repeated.first < staged.{LINE} ORDER BY 1 LIMIT {MOST_FAULTS}"
        )
    }

    /// The rows whose key an earlier one has, or one of the table: the line, then the columns of the table.
    pub(super) fn taken(&self) -> String {
        let columns = quoted_columns(self.table);
        format!("SELECT {LINE}, {columns} FROM {NAME} AS staged WHERE {} ORDER BY {LINE}", self.is_taken())
    }

    /// Takes them out.
    pub(super) fn remove_taken(&self) -> String {
        format!("DELETE FROM {NAME} AS staged WHERE {}", self.is_taken())
    }

    fn is_taken(&self) -> String {
        let (table, by) = (quoted(self.table.name), self.by());
        format!(
            "EXISTS (SELECT 1 FROM {table} AS kept WHERE kept.{by} = staged.{by}) OR {LINE} > \
             (SELECT min({LINE}) FROM {NAME} AS first WHERE first.{by} = staged.{by})"
        )
    }

    /// A value by which rows of the table would be found, and of which there are several.
    pub(super) fn ambiguous(&self) -> Option<String> {
        if self.by == self.table.key {
            return None;
        }
        let (table, by) = (quoted(self.table.name), self.by());
        Some(format!(
            "SELECT CAST({by} AS text) AS value FROM {table} WHERE {by} IS NOT NULL GROUP BY {by} HAVING count(*) > 1 LIMIT 1"
        ))
    }

    /// Changes the rows that are there.
    pub(super) fn update(&self) -> String {
        let (table, by) = (quoted(self.table.name), self.by());
        let changed = self.listed.iter().filter(|index| **index != self.by && **index != self.table.key);
        let changed = changed.map(|index| quoted(self.table.columns[*index].name));
        let set: String = changed.map(|name| format!(", {name} = staged.{name}")).collect();
        format!(
            "UPDATE {table} SET version = {table}.version + 1{set} FROM {NAME} AS staged WHERE {table}.{by} = staged.{by}"
        )
    }

    /// Inserts the rows that are not there, in the order of the list.
    pub(super) fn insert_others(&self) -> String {
        let (table, by) = (quoted(self.table.name), self.by());
        self.insert_where(&format!("NOT EXISTS (SELECT 1 FROM {table} AS kept WHERE kept.{by} = staged.{by})"))
    }

    /// Inserts all rows.
    pub(super) fn insert(&self) -> String {
        self.insert_where("TRUE")
    }

    fn insert_where(&self, condition: &str) -> String {
        let (table, columns) = (quoted(self.table.name), quoted_columns(self.table));
        format!(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM {NAME} AS staged WHERE {condition} ORDER BY {LINE}"
        )
    }

    fn by(&self) -> String {
        quoted(self.table.columns[self.by].name)
    }
}
