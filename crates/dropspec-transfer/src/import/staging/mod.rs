//! The staging table: on SQLite for all rows, on PostgreSQL for those that may conflict with others or violate constraints.

mod violations;

use std::ops::RangeInclusive;

use super::MAX_ERRORS;
use super::batch::ImportHeader;
use dropspec_db::Table;
use dropspec_db::advance_identity;
use dropspec_db::sql::{quoted, quoted_columns, quoted_key};

/// The name of the staging table.
const NAME: &str = "dropspec_import";

/// The column of the lines.
const LINE: &str = "dropspec_line";

/// The first line with the same key.
const FIRST: &str = "dropspec_first";

/// The number of a row among those with the same key.
const NUMBER: &str = "dropspec_number";

pub(super) use self::violations::RowConstraint;

/// A range of lines.
pub(super) type Lines = RangeInclusive<u64>;

/// The staging table of a table, which has its columns and the lines of the rows.
#[derive(Debug)]
pub(super) struct StagingTable {
    table: &'static Table,
    /// The columns of the file, by their positions.
    columns: Vec<usize>,
    /// The columns by which rows are matched, by default those of the key.
    match_columns: Vec<usize>,
    /// Whether the rows bring their keys.
    has_key: bool,
    /// Whether existing rows are updated.
    updates: bool,
    /// The order in which rows are inserted.
    order: String,
}

/// The columns of a table into which rows are inserted: all but a key that the database makes.
pub(super) fn inserted_columns(table: &Table, has_key: bool) -> String {
    let columns = table.columns.iter().filter(|column| has_key || !column.is_identity());
    columns.map(|column| quoted(column.name)).collect::<Vec<_>>().join(", ")
}

impl StagingTable {
    /// The staging table of PostgreSQL. Rows are inserted in the order of their keys: transactions that insert the same keys wait for each
    /// other, and in the same order none waits for one that waits for it. Rows without keys are inserted in the order of the file.
    pub(super) fn new(table: &'static Table, header: &ImportHeader) -> Self {
        let ImportHeader { columns, match_column, has_key, .. } = header;
        let has_order = *has_key || !table.has_identity();
        let order = if has_order { quoted_key(table) } else { LINE.to_owned() };
        let updates = match_column.is_some();
        // The first column of the key stands for all of them.
        let match_columns = match match_column.filter(|column| !table.is_key(*column)) {
            Some(column) => vec![column],
            None => table.key.to_vec(),
        };
        Self { table, columns: columns.clone(), match_columns, has_key: *has_key, updates, order }
    }

    /// The staging table of SQLite, which has the rows in the order of the file, so that they need not be sorted.
    pub(super) fn of_sqlite(table: &'static Table, header: &ImportHeader) -> Self {
        Self { order: "rowid".to_owned(), ..Self::new(table, header) }
    }

    /// Creates it.
    pub(super) fn create(&self) -> String {
        let Self { table, .. } = self;
        let (columns, name) = (quoted_columns(table), quoted(table.name));
        format!(
            "CREATE TEMPORARY TABLE {NAME} AS SELECT CAST(0 AS bigint) AS {LINE}, {columns} FROM {name} WHERE FALSE"
        )
    }

    /// Drops it.
    pub(super) fn drop() -> String {
        format!("DROP TABLE {NAME}")
    }

    /// Lets PostgreSQL plan queries by the number of its rows.
    pub(super) fn analyze() -> String {
        format!("ANALYZE {NAME}")
    }

    /// Makes the keys of the rows unique.
    pub(super) fn index(&self) -> String {
        format!("CREATE UNIQUE INDEX temp.{NAME}_key ON {NAME} ({})", self.by())
    }

    /// Its name and its columns, the line first.
    pub(super) fn target(&self) -> String {
        format!("{NAME} ({LINE}, {})", quoted_columns(self.table))
    }

    /// The lines of the first rows that have the same value as an earlier one.
    pub(super) fn repeated(&self) -> String {
        let (by, is_same) = (self.by(), self.matches("repeated"));
        format!(
            "SELECT staged.{LINE} AS line FROM {NAME} AS staged JOIN \
             (SELECT {by}, min({LINE}) AS {FIRST} FROM {NAME} GROUP BY {by} HAVING count(*) > 1) AS repeated \
             ON {is_same} AND repeated.{FIRST} < staged.{LINE} ORDER BY 1 LIMIT {MAX_ERRORS}"
        )
    }

    /// The line of a row whose key is in the table.
    pub(super) fn taken(&self) -> String {
        let (table, is_same) = (quoted(self.table.name), self.matches("kept"));
        format!("SELECT {LINE} AS line FROM {NAME} AS staged JOIN {table} AS kept ON {is_same} LIMIT 1")
    }

    /// The rows with a duplicate key: the line, then the columns of the table.
    pub(super) fn duplicates(&self) -> String {
        format!("{} ORDER BY {LINE}", self.select_duplicates(&format!("{LINE}, {}", quoted_columns(self.table))))
    }

    /// Deletes them.
    pub(super) fn remove_duplicates(&self) -> String {
        format!("DELETE FROM {NAME} WHERE {LINE} IN ({})", self.select_duplicates(LINE))
    }

    /// Selects the rows whose key is in the table or in an earlier row. The window sorts the rows once; a subquery for each row would
    /// read all of them each time.
    fn select_duplicates(&self, columns: &str) -> String {
        let (table, by, is_same) = (quoted(self.table.name), self.by(), self.matches("kept"));
        format!(
            "SELECT {columns} FROM (SELECT *, row_number() OVER (PARTITION BY {by} ORDER BY {LINE}) AS {NUMBER} FROM {NAME}) AS staged \
             WHERE {NUMBER} > 1 OR EXISTS (SELECT 1 FROM {table} AS kept WHERE {is_same})"
        )
    }

    /// A match value that several rows of the table have.
    pub(super) fn ambiguous(&self) -> Option<String> {
        if self.match_columns == self.table.key {
            return None;
        }
        let (table, by) = (quoted(self.table.name), self.by());
        Some(format!(
            "SELECT CAST({by} AS text) AS value FROM {table} WHERE {by} IS NOT NULL GROUP BY {by} HAVING count(*) > 1 LIMIT 1"
        ))
    }

    /// The highest line.
    pub(super) fn last_line(&self) -> String {
        format!("SELECT coalesce(max({LINE}), 0) AS line FROM {NAME}")
    }

    /// Updates existing rows by the rows of some lines, by default all.
    pub(super) fn update(&self, lines: Option<&Lines>) -> String {
        let table = quoted(self.table.name);
        let is_same = self.matches(&table);
        let changed = self.columns.iter().filter(|it| !self.match_columns.contains(it) && !self.table.is_key(**it));
        let changed = changed.map(|index| quoted(self.table.columns[*index].name));
        let set: String = changed.map(|name| format!(", {name} = staged.{name}")).collect();
        format!(
            "UPDATE {table} SET version = {table}.version + 1{set} FROM {NAME} AS staged WHERE {is_same}{}",
            within(lines)
        )
    }

    /// Moves the sequence of PostgreSQL past the keys of the rows, if the database makes keys as well.
    pub(super) fn advance_identity(&self) -> Option<String> {
        let key = format!("SELECT max({}) FROM {NAME}", quoted_key(self.table));
        (self.has_key && self.table.has_identity()).then(|| advance_identity(self.table, &key))
    }

    /// Inserts the other rows of these lines.
    pub(super) fn insert_others(&self, lines: Option<&Lines>) -> String {
        let (table, is_same) = (quoted(self.table.name), self.matches("kept"));
        let is_new = format!("NOT EXISTS (SELECT 1 FROM {table} AS kept WHERE {is_same})");
        self.insert_where(&(is_new + &within(lines)))
    }

    /// Inserts all rows of these lines.
    pub(super) fn insert(&self, lines: Option<&Lines>) -> String {
        self.insert_where(&format!("TRUE{}", within(lines)))
    }

    fn insert_where(&self, condition: &str) -> String {
        let columns = inserted_columns(self.table, self.has_key);
        let (table, order) = (quoted(self.table.name), &self.order);
        format!(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM {NAME} AS staged WHERE {condition} ORDER BY {order}"
        )
    }

    /// The columns by which rows are matched, separated by commas.
    fn by(&self) -> String {
        self.match_names().collect::<Vec<_>>().join(", ")
    }

    /// The condition that a staged row has the values of a row of another table in these columns.
    fn matches(&self, other: &str) -> String {
        self.match_names().map(|name| format!("{other}.{name} = staged.{name}")).collect::<Vec<_>>().join(" AND ")
    }

    fn match_names(&self) -> impl Iterator<Item = String> {
        self.match_columns.iter().map(|column| quoted(self.table.columns[*column].name))
    }
}

/// The condition that a row is on one of some lines, after others.
fn within(lines: Option<&Lines>) -> String {
    lines.map_or(String::new(), |lines| format!(" AND staged.{LINE} BETWEEN {} AND {}", lines.start(), lines.end()))
}
