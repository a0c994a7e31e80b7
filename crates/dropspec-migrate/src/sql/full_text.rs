//! Full-text indexes of SQLite: a virtual table of FTS5 for each table that has one, which triggers keep up to date. It has the words, and not the
//! texts. Rows are numbered by their keys, or by a table if their keys are no numbers.

use dropspec_db::sql::{is_row_number, search_key_table, search_table, searched_text};

use crate::index::Index;
use crate::name::quoted;
use crate::snapshot::TableSnapshot;

/// A full-text index.
struct FullText<'t> {
    table: &'t TableSnapshot,
    index: &'t Index,
    /// The name of the virtual table.
    words: String,
    /// The name of the table that numbers the rows.
    keys: Option<String>,
}

/// The statements that make a full-text index and fill it.
pub(super) fn create(table: &TableSnapshot, index: &Index) -> String {
    let it = FullText::new(table, index);
    let mut sql = it.create_keys().unwrap_or_default();
    sql += &format!(
        "CREATE VIRTUAL TABLE {} USING fts5(\n    text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'\n);\n\n",
        quoted(&it.words)
    );
    sql += &it.fill();
    for trigger in it.triggers() {
        sql += &format!("\n{trigger};\n");
    }
    sql
}

/// The statements that drop a full-text index.
pub(super) fn drop(table: &TableSnapshot, index: &Index) -> String {
    let it = FullText::new(table, index);
    let triggers =
        ["insert", "update", "delete"].map(|event| format!("DROP TRIGGER {};\n", quoted(&it.trigger(event))));
    let keys = it.keys.as_ref().map(|keys| format!("DROP TABLE {};\n", quoted(keys)));
    format!("{}DROP TABLE {};\n{}", triggers.concat(), quoted(&it.words), keys.unwrap_or_default())
}

/// The triggers that keep a full-text index up to date.
pub(crate) fn triggers(table: &TableSnapshot, index: &Index) -> Vec<String> {
    FullText::new(table, index).triggers().to_vec()
}

impl<'t> FullText<'t> {
    fn new(table: &'t TableSnapshot, index: &'t Index) -> Self {
        let is_numbered = table.column(table.first_key()).is_some_and(|key| is_row_number(key.column_type.0));
        let keys = (!is_numbered).then(|| search_key_table(&table.name));
        Self { table, index, words: search_table(&table.name), keys }
    }

    /// The table that numbers the rows.
    fn create_keys(&self) -> Option<String> {
        let key = self.table.column(self.table.first_key())?;
        let key_type = key.column_type.0.sql_type(dropspec_db::Dialect::Sqlite);
        let name = quoted(self.keys.as_ref()?);
        Some(format!(
            "CREATE TABLE {name} (\n    id INTEGER PRIMARY KEY,\n    key {key_type} NOT NULL UNIQUE\n) STRICT;\n\n"
        ))
    }

    /// The texts of a row, with what is before the names of its columns.
    fn text(&self, row: &str) -> String {
        let columns: Vec<String> =
            self.index.columns.iter().map(|column| format!("{row}.{}", quoted(column))).collect();
        searched_text(&columns)
    }

    fn key(&self, row: &str) -> String {
        format!("{row}.{}", quoted(self.table.first_key()))
    }

    /// The number of a row.
    fn number(&self, row: &str) -> String {
        let key = self.key(row);
        match &self.keys {
            Some(keys) => format!("(SELECT id FROM {} WHERE key = {key})", quoted(keys)),
            None => key,
        }
    }

    /// Adds the rows that exist.
    fn fill(&self) -> String {
        let (words, table) = (quoted(&self.words), quoted(&self.table.name));
        let numbered = self.keys.as_ref().map(|keys| {
            format!("INSERT INTO {} (key) SELECT {} FROM {table};\n", quoted(keys), quoted(self.table.first_key()))
        });
        let insert = format!(
            "INSERT INTO {words} (rowid, text) SELECT {}, {} FROM {table};\n",
            self.number(&table),
            self.text(&table)
        );
        numbered.unwrap_or_default() + &insert
    }

    fn trigger(&self, event: &str) -> String {
        format!("{}_{event}", self.words)
    }

    fn triggers(&self) -> [String; 3] {
        let (words, table) = (quoted(&self.words), quoted(&self.table.name));
        let numbered = self
            .keys
            .as_ref()
            .map(|keys| format!("    INSERT INTO {} (key) VALUES ({});\n", quoted(keys), self.key("new")));
        let forgotten = self
            .keys
            .as_ref()
            .map(|keys| format!("    DELETE FROM {} WHERE key = {};\n", quoted(keys), self.key("old")));
        let insert = format!(
            "{}    INSERT INTO {words} (rowid, text) VALUES ({}, {});\n",
            numbered.unwrap_or_default(),
            self.number("new"),
            self.text("new")
        );
        let delete =
            format!("    DELETE FROM {words} WHERE rowid = {};\n{}", self.number("old"), forgotten.unwrap_or_default());
        let columns = self.index.columns.iter().chain(&self.table.key).map(|column| quoted(column));
        let is_changed: Vec<String> = columns.map(|column| format!("old.{column} IS NOT new.{column}")).collect();
        let trigger = |event: &str, when: &str, body: &str| {
            let name = quoted(&self.trigger(&event.to_lowercase())).into_owned();
            format!("CREATE TRIGGER {name} AFTER {event} ON {table}{when} BEGIN\n{body}END")
        };
        let when = format!(" WHEN {}", is_changed.join(" OR "));
        [
            trigger("INSERT", "", &insert),
            trigger("UPDATE", &when, &(delete.clone() + &insert)),
            trigger("DELETE", "", &delete),
        ]
    }
}
