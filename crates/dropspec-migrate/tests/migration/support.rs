//! A table with a column of each kind, and databases for it.

use std::any::Any;

use diesel::QueryableByName;
use diesel::sql_types::Text;
use dropspec_db::Database;
use dropspec_db::Postgres;
use dropspec_db::Sqlite;
use dropspec_db::{Check, Column, Operator, Table, column_type};
use dropspec_migrate::Dialect;

use crate::postgres::server;

/// A table of ships.
pub(crate) static SHIPS: Table = Table {
    name: "ships",
    schema: "Ship",
    description: "A ship.",
    path: "/ships",
    columns: &[
        Column {
            checks: &[Check::MinLength(1), Check::MaxLength(20)],
            sortable: true,
            ..Column::new("name", &column_type::Text)
        },
        Column::new("id", &column_type::Uuid),
        Column {
            default: Some("false"),
            initial: Some("false"),
            filters: &[Operator::Equal],
            ..Column::new("sunk", &column_type::Boolean)
        },
        Column { checks: &[Check::AtLeast("1"), Check::LessThan("10")], ..Column::new("masts", &column_type::Integer) },
        Column { nullable: true, filters: &[Operator::AtLeast], ..Column::new("tonnage", &column_type::Long) },
        Column {
            checks: &[Check::MoreThan("0"), Check::AtMost("99.5")],
            ..Column::new("draught", &column_type::Double)
        },
        Column {
            default: Some("\"brig\""),
            initial: Some("\"brig\""),
            ..Column::new("rig", &column_type::Enum(&["brig", "barque", "captain's gig"]))
        },
        Column { nullable: true, ..Column::new("launched", &column_type::Date) },
        Column { nullable: true, ..Column::new("seen", &column_type::TimestampType) },
        Column { nullable: true, ..Column::new("order", &column_type::JsonType) },
    ],
    key: &[1],
    row_path: &[("/ships/", 0)],
    relations: dropspec_db::Relations::NONE,
    searches: &[],
    search: &[],
};

/// A database of one test.
pub(crate) struct TestDatabase {
    pub(crate) database: Database,
    /// Removes it when it is dropped.
    _keeper: Box<dyn Any + Send>,
}

/// A line that a query answers.
#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Drops a database of a server.
struct Dropped(String);

impl Drop for Dropped {
    fn drop(&mut self) {
        server().drop_database(&self.0);
    }
}

impl TestDatabase {
    pub(crate) fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let database = Database::Sqlite(Sqlite::open(&folder.path().join("ships.db")).unwrap());
                Self { database, _keeper: Box::new(folder) }
            }
            Dialect::Postgres => {
                let name = server().create_database(None);
                let database = Database::Postgres(Postgres::new(&server().url(&name)).unwrap());
                Self { database, _keeper: Box::new(Dropped(name)) }
            }
        }
    }

    /// Runs statements, all or none, and returns the error.
    pub(crate) async fn run(&self, sql: &str) -> Result<(), String> {
        self.database.run_script(sql.to_owned()).await.map_err(|error| dropspec_http::chain(&error))
    }

    /// The rows of a query that returns a text in the column `line`.
    pub(crate) async fn lines(&self, query: &str) -> Vec<String> {
        let lines: Vec<Line> = self.database.read(diesel::sql_query(query)).await.unwrap();
        lines.into_iter().map(|line| line.line).collect()
    }
}
