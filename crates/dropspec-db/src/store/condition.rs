//! States of a database in which statements fail for now.

use std::error::Error as StdError;

use diesel::result::{DatabaseErrorKind, Error};
use http::StatusCode;
use tokio_postgres::error::SqlState;

/// A state of a database that passes, in which statements fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Condition {
    /// The disk is full.
    #[error("the disk of the database is full, try again later")]
    DiskFull,
    /// The database, or the server as a standby, accepts no changes.
    #[error("the database is read-only, try again later")]
    ReadOnly,
    /// Another process has locked the file.
    #[error("the database is locked by another process, try again later")]
    Locked,
    /// The server has no connection left.
    #[error("the database has too many connections, try again later")]
    TooManyConnections,
    /// The server starts or stops.
    #[error("the database is starting up or shutting down, try again later")]
    Restarting,
    /// The server has ended the statement, because of a time limit or at the request of an administrator.
    #[error("the database canceled the statement, try again later")]
    Canceled,
    /// A lock was not available in time.
    #[error("the database waited too long for a lock, try again later")]
    LockTimeout,
    /// Concurrent transactions exclude each other.
    #[error("concurrent transactions were in conflict, try again")]
    Conflict,
    /// A table with integer keys that the database makes has used all of them.
    #[error("the table is full: no integer key is left for a new row")]
    KeysExhausted,
    /// The file of the database is another one than was opened, or is gone.
    #[error("the database file was removed or replaced; the service must be restarted")]
    FileReplaced,
}

/// The texts of `sqlite3_errstr` for result codes. diesel drops the code and keeps the message, which for these codes is always this text.
const SQLITE_TEXTS: [(&str, Condition); 5] = [
    // SQLITE_FULL
    ("database or disk is full", Condition::DiskFull),
    // SQLITE_READONLY
    ("attempt to write a readonly database", Condition::ReadOnly),
    // SQLITE_BUSY
    ("database is locked", Condition::Locked),
    // SQLITE_LOCKED
    ("database table is locked", Condition::Locked),
    // SQLITE_INTERRUPT
    ("interrupted", Condition::Canceled),
];

/// Comes before the SQLSTATE in the text of an error of connecting.
pub(super) const SQLSTATE: &str = "SQLSTATE ";

impl Condition {
    /// The status of the response to a request that failed because of it.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::DiskFull | Self::KeysExhausted => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Whether it concerns all writes, not only the statement that failed.
    pub(super) fn is_of_database(self) -> bool {
        matches!(self, Self::DiskFull | Self::ReadOnly | Self::Locked)
    }

    /// The condition of an error code of PostgreSQL.
    pub(super) fn of_sqlstate(code: &SqlState) -> Option<Self> {
        Some(match *code {
            SqlState::DISK_FULL => Self::DiskFull,
            SqlState::READ_ONLY_SQL_TRANSACTION => Self::ReadOnly,
            SqlState::TOO_MANY_CONNECTIONS => Self::TooManyConnections,
            SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => Self::Restarting,
            SqlState::QUERY_CANCELED => Self::Canceled,
            SqlState::LOCK_NOT_AVAILABLE => Self::LockTimeout,
            SqlState::SEQUENCE_GENERATOR_LIMIT_EXCEEDED => Self::KeysExhausted,
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Self::Conflict,
            _ => return None,
        })
    }

    /// The condition that made a statement fail.
    pub(super) fn of_statement(error: &Error) -> Option<Self> {
        let Error::DatabaseError(kind, information) = error else { return None };
        match kind {
            DatabaseErrorKind::ReadOnlyTransaction => Some(Self::ReadOnly),
            DatabaseErrorKind::SerializationFailure => Some(Self::Conflict),
            DatabaseErrorKind::Unknown => {
                let message = information.message();
                let found = SQLITE_TEXTS.iter().find(|(text, _)| *text == message).map(|(_, condition)| *condition);
                found.or_else(|| Self::of_postgres_message(message))
            }
            _ => None,
        }
    }

    /// The condition of a message of PostgreSQL. diesel-async drops the SQLSTATE of errors that it does not classify, and nothing else that it
    /// keeps says more. A server that translates its messages is not understood; then the error is an internal one.
    fn of_postgres_message(message: &str) -> Option<Self> {
        let code = match message {
            // 53100: the text of ENOSPC, or a short write.
            _ if message.ends_with(": No space left on device") => SqlState::DISK_FULL,
            _ if message.starts_with("could not extend file ") && message.contains(": wrote only ") => {
                SqlState::DISK_FULL
            }
            "canceling statement due to lock timeout" => SqlState::LOCK_NOT_AVAILABLE,
            _ if message.starts_with("nextval: reached maximum value of sequence ") => {
                SqlState::SEQUENCE_GENERATOR_LIMIT_EXCEEDED
            }
            "deadlock detected" => SqlState::T_R_DEADLOCK_DETECTED,
            _ if message.starts_with("canceling statement due to ") => SqlState::QUERY_CANCELED,
            _ if message.starts_with("terminating connection ") => SqlState::ADMIN_SHUTDOWN,
            _ => return None,
        };
        Self::of_sqlstate(&code)
    }

    /// The condition because of which a server refused a connection, by the SQLSTATE that [`describe`](super::error::describe) has written.
    pub(super) fn of_connection_error(error: &(dyn StdError + 'static)) -> Option<Self> {
        let text = error.to_string();
        let code = text.rsplit_once(SQLSTATE).and_then(|(_, code)| code.get(..5));
        let condition = code.and_then(|code| Self::of_sqlstate(&SqlState::from_code(code)));
        condition.or_else(|| Self::of_connection_error(error.source()?))
    }
}

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::sqlite::SqliteConnection;
    use diesel::{Connection, RunQueryDsl};

    use super::*;

    /// The condition of the first statement that fails.
    fn condition(connection: &mut SqliteConnection, statements: &[&str]) -> Option<Condition> {
        let error = statements.iter().find_map(|statement| diesel::sql_query(*statement).execute(connection).err());
        Condition::of_statement(&error.expect("one of them fails"))
    }

    fn table() -> (tempfile::TempDir, String, SqliteConnection) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db").to_str().unwrap().to_owned();
        let mut connection = SqliteConnection::establish(&file).unwrap();
        connection.batch_execute("CREATE TABLE a (b TEXT UNIQUE)").unwrap();
        (folder, file, connection)
    }

    #[test]
    fn a_full_sqlite_file_is_a_full_disk() {
        let (_folder, _, mut connection) = table();
        connection.batch_execute("PRAGMA max_page_count = 1").unwrap();
        let insert = "INSERT INTO a SELECT hex(randomblob(100000))";
        assert_eq!(condition(&mut connection, &[insert, insert]), Some(Condition::DiskFull));
    }

    #[test]
    fn a_read_only_sqlite_file_is_read_only() {
        let (_folder, _, mut connection) = table();
        let statements = ["PRAGMA query_only = ON", "INSERT INTO a VALUES ('c')"];
        assert_eq!(condition(&mut connection, &statements), Some(Condition::ReadOnly));
    }

    #[test]
    fn a_sqlite_file_that_another_connection_writes_is_locked() {
        let (_folder, file, mut connection) = table();
        let mut other = SqliteConnection::establish(&file).unwrap();
        other.batch_execute("BEGIN IMMEDIATE").unwrap();
        assert_eq!(condition(&mut connection, &["INSERT INTO a VALUES ('c')"]), Some(Condition::Locked));
    }

    #[test]
    fn an_error_of_a_statement_is_no_condition() {
        let (_folder, _, mut connection) = table();
        for statement in ["INSERT INTO a VALUES ('database is locked'), ('database is locked')", "SELECT nothing"] {
            assert_eq!(condition(&mut connection, &[statement]), None, "{statement}");
        }
    }

    fn of_message(message: &str) -> Option<Condition> {
        let information = Box::new(message.to_owned());
        Condition::of_statement(&Error::DatabaseError(DatabaseErrorKind::Unknown, information))
    }

    #[test]
    fn messages_of_postgresql_are_understood() {
        let expected = [
            ("could not extend file \"base/5/16384\": No space left on device", Some(Condition::DiskFull)),
            (
                "could not extend file \"base/5/16384\": wrote only 4096 of 8192 bytes at block 7",
                Some(Condition::DiskFull),
            ),
            ("canceling statement due to statement timeout", Some(Condition::Canceled)),
            ("canceling statement due to user request", Some(Condition::Canceled)),
            ("canceling statement due to lock timeout", Some(Condition::LockTimeout)),
            ("deadlock detected", Some(Condition::Conflict)),
            (
                "nextval: reached maximum value of sequence \"people_id_seq\" (2147483647)",
                Some(Condition::KeysExhausted),
            ),
            ("terminating connection due to administrator command", Some(Condition::Restarting)),
            ("relation \"people\" does not exist", None),
        ];
        for (message, condition) in expected {
            assert_eq!(of_message(message), condition, "{message}");
        }
    }

    #[test]
    fn connection_errors_are_recognized_by_sqlstate() {
        let refused = |text: &str| Condition::of_connection_error(&std::io::Error::other(text.to_owned()));
        assert_eq!(refused("db error: FATAL: zu viele (SQLSTATE 53300)"), Some(Condition::TooManyConnections));
        assert_eq!(refused("db error: FATAL: wird gestartet (SQLSTATE 57P03)"), Some(Condition::Restarting));
        assert_eq!(refused("db error: FATAL: unknown role (SQLSTATE 28000)"), None);
        assert_eq!(refused("connection refused"), None);
        assert_eq!(refused("SQLSTATE ü"), None);
    }
}
