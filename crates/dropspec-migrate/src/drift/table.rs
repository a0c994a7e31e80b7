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
    /// The columns of each index, by name; those of the key and partial ones are not among them.
    pub(super) indexes: BTreeMap<String, Vec<String>>,
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
    /// The columns of an index.
    fn columns(&self) -> Vec<String> {
        self.content.split(SEPARATOR).map(str::to_owned).collect()
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
pub(super) fn assemble(columns: Vec<DatabaseColumn>, indexes: &[Part]) -> BTreeMap<String, DatabaseTable> {
    let mut tables: BTreeMap<String, DatabaseTable> = BTreeMap::new();
    for column in columns {
        tables.entry(column.table_name.clone()).or_default().columns.push(column);
    }
    for index in indexes {
        let table = tables.entry(index.table_name.clone()).or_default();
        if index.name.is_empty() {
            table.key = index.columns();
        } else {
            table.indexes.insert(index.name.clone(), index.columns());
        }
    }
    tables
}
