//! A transaction that several writes share, so that they wait for the disk once.

use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, QueryResult};

use super::cancel::with_job;
use super::grouped_write::GroupedWrite;
use super::worker::roll_back;
use crate::store::condition::Condition;
use crate::store::error::StoreError;

/// An open transaction with the writes that succeeded in it. Each but the first has a savepoint, so that one that fails does not undo the
/// others. None is acknowledged before the commit.
pub(super) struct WriteGroup<'c> {
    connection: &'c mut SqliteConnection,
    writes: Vec<Box<dyn GroupedWrite>>,
}

impl<'c> WriteGroup<'c> {
    /// Begins a transaction with a first write, which is interrupted when it is cancelled. Returns `None` if the write fails, which rolls back
    /// the transaction.
    pub(super) fn begin(connection: &'c mut SqliteConnection, mut first: Box<dyn GroupedWrite>) -> Option<Self> {
        let state = first.state().clone();
        if !state.start() {
            return None;
        }
        let run = AssertUnwindSafe(|| {
            with_job(&state, || {
                AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")?;
                QueryResult::Ok(first.run(connection))
            })
        });
        match catch_unwind(run) {
            Ok(Ok(true)) => return Some(Self { connection, writes: vec![first] }),
            Ok(Ok(false)) => {
                roll_back(connection);
                first.fail(StoreError::TimedOut);
            }
            Ok(Err(error)) => first.fail(StoreError::from(error)),
            // The write is dropped, which is an error for its caller.
            Err(_) => roll_back(connection),
        }
        None
    }

    pub(super) fn len(&self) -> usize {
        self.writes.len()
    }

    /// Runs another write, unless it is cancelled. It is not interrupted, which would roll back the whole transaction. Returns `None` if the
    /// transaction is rolled back all the same, as SQLite does when the disk is full.
    pub(super) fn add(mut self, mut write: Box<dyn GroupedWrite>) -> Option<Self> {
        if !write.state().start() {
            return Some(self);
        }
        let connection = &mut *self.connection;
        let in_savepoint = AssertUnwindSafe(|| {
            connection.transaction(|connection| match write.run(connection) {
                true => Ok(()),
                false => Err(Error::RollbackTransaction),
            })
        });
        match catch_unwind(in_savepoint) {
            Ok(Ok(())) => self.writes.push(write),
            Ok(Err(Error::RollbackTransaction)) => write.fail(StoreError::TimedOut),
            Ok(Err(error)) => {
                let condition = write.condition().or_else(|| Condition::of_statement(&error));
                self.writes.push(write);
                self.fail(condition, &error);
                return None;
            }
            Err(_) => {
                drop(write);
                if let Err(error) = self.roll_back_savepoints() {
                    self.fail(None, &error);
                    return None;
                }
            }
        }
        Some(self)
    }

    /// Commits the transaction, and acknowledges its writes.
    pub(super) fn commit(self) {
        let Self { connection, writes } = self;
        match AnsiTransactionManager::commit_transaction(connection) {
            Ok(()) => writes.into_iter().for_each(GroupedWrite::acknowledge),
            Err(error) => {
                let condition = Condition::of_statement(&error);
                Self { connection, writes }.fail(condition, &error);
            }
        }
    }

    /// Rolls back the savepoints that a panic has left open.
    fn roll_back_savepoints(&mut self) -> QueryResult<()> {
        let depth = |connection: &mut SqliteConnection| {
            let status =
                <AnsiTransactionManager as TransactionManager<SqliteConnection>>::transaction_manager_status_mut(
                    connection,
                );
            QueryResult::Ok(status.transaction_depth()?.map_or(0, NonZeroU32::get))
        };
        while depth(self.connection)? > 1 {
            AnsiTransactionManager::rollback_transaction(self.connection)?;
        }
        Ok(())
    }

    /// Rolls back the transaction. All callers receive an error.
    fn fail(self, condition: Option<Condition>, error: &Error) {
        roll_back(self.connection);
        for write in self.writes {
            let cause = format!("the transaction was rolled back: {error}").into();
            write.fail(match condition {
                Some(condition) => StoreError::Condition(condition, cause),
                None => StoreError::Unavailable(cause),
            });
        }
    }
}
