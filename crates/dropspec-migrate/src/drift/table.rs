//! Tables as a database describes them.

use std::collections::BTreeMap;

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Nullable, Text};

use super::expression::Expression;
use dropspec_db::Query;

/// A table.
#[derive(Debug, Default)]
pub(super) struct DatabaseTable {
    pub(super) columns: Vec<DatabaseColumn>,
    /// The columns of the key.
    pub(super) key: Vec<String>,
    /// The constraints, by name.
    pub(super) constraints: BTreeMap<String, Expression>,
    /// The indexes, by name; those of the key and partial ones are not among them.
    pub(super) indexes: BTreeMap<String, DatabaseIndex>,
    /// The indexes that are not sorted.
    pub(super) search_indexes: Vec<DatabaseSearchIndex>,
    /// The triggers of SQLite.
    pub(super) triggers: Vec<String>,
    /// The foreign keys of one column.
    pub(super) foreign_keys: Vec<DatabaseForeignKey>,
}

/// An index.
#[derive(Debug)]
pub(super) struct DatabaseIndex {
    pub(super) columns: Vec<String>,
    pub(super) is_unique: bool,
    /// Whether it finds points by their distance. In SQLite its columns are not known.
    pub(super) is_spatial: bool,
}

/// An index that is not sorted: the expression that it is on, and the operator class.
#[derive(Debug, PartialEq)]
pub(super) struct DatabaseSearchIndex {
    pub(super) expression: Expression,
    pub(super) operators: String,
}

/// A foreign key.
#[derive(Debug)]
pub(super) struct DatabaseForeignKey {
    pub(super) column: String,
    pub(super) table: String,
    pub(super) key: String,
    /// The action, in the words of a snapshot.
    pub(super) on_delete: String,
}

/// A column.
#[derive(Debug, QueryableByName)]
pub(super) struct DatabaseColumn {
    #[diesel(sql_type = Text)]
    pub(super) table_name: String,
    #[diesel(sql_type = Text)]
    pub(super) name: String,
    /// The type, as the database writes it.
    #[diesel(sql_type = Text)]
    pub(super) type_name: String,
    #[diesel(sql_type = Bool)]
    pub(super) nullable: bool,
    /// The default, as the database writes it.
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) default_value: Option<String>,
    #[diesel(sql_type = Bool)]
    pub(super) bytewise: bool,
    /// Whether the database numbers new rows in it.
    #[diesel(sql_type = Bool)]
    pub(super) identity: bool,
}

/// A constraint or an index, or in SQLite a table: some text under a name.
#[derive(Debug, QueryableByName)]
pub(super) struct Part {
    #[diesel(sql_type = Text)]
    pub(super) table_name: String,
    #[diesel(sql_type = Text)]
    pub(super) name: String,
    #[diesel(sql_type = Text)]
    pub(super) content: String,
}

/// The separator of the columns of an index.
const SEPARATOR: char = '\u{1f}';

impl Part {
    /// An index: whether it is unique or spatial, and its columns.
    fn index(&self) -> DatabaseIndex {
        let mut parts = self.content.split(SEPARATOR);
        let kind = parts.next();
        let (is_unique, is_spatial) = (kind == Some("unique"), kind == Some("spatial"));
        DatabaseIndex { columns: parts.map(str::to_owned).collect(), is_unique, is_spatial }
    }

    /// A foreign key: its column, the table and the key that it refers to, and the action.
    fn foreign_key(&self) -> Option<DatabaseForeignKey> {
        let parts: Vec<&str> = self.content.split(SEPARATOR).collect();
        let [column, table, key, on_delete] = parts[..].try_into().ok()?;
        let [column, table, key, on_delete] = [column, table, key, on_delete].map(str::to_owned);
        Some(DatabaseForeignKey { column, table, key, on_delete })
    }
}

/// A query for columns.
// That this is all that is known of its type lets the compiler see that it can be sent to another thread.
pub(super) fn columns(query: &'static str) -> impl Query<DatabaseColumn> {
    diesel::sql_query(query)
}

/// A query for other parts.
pub(super) fn parts(query: &'static str) -> impl Query<Part> {
    diesel::sql_query(query)
}

/// The tables, by name, from the results of queries. An index without a name is the key.
pub(super) fn assemble(
    columns: Vec<DatabaseColumn>,
    indexes: &[Part],
    foreign_keys: &[Part],
) -> BTreeMap<String, DatabaseTable> {
    let mut tables: BTreeMap<String, DatabaseTable> = BTreeMap::new();
    for column in columns {
        tables.entry(column.table_name.clone()).or_default().columns.push(column);
    }
    for index in indexes {
        let table = tables.entry(index.table_name.clone()).or_default();
        if index.name.is_empty() {
            table.key = index.index().columns;
        } else {
            table.indexes.insert(index.name.clone(), index.index());
        }
    }
    for part in foreign_keys {
        tables.entry(part.table_name.clone()).or_default().foreign_keys.extend(part.foreign_key());
    }
    tables
}
