//! The transactions that a migration waits for.

use std::fmt;
use std::time::Duration;

use tokio::time::sleep;
use tokio_postgres::{Client, Error, Row};

/// How often it is checked who blocks a statement.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// The processes of the server that a process waits for.
const BLOCKING: &str = "pid = ANY (pg_blocking_pids($1))";

/// The process that holds the lock of migrations.
const MIGRATING: &str = "pid IN (SELECT pid FROM pg_locks \
                         WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) | objid::bigint = $1)";

/// A connection to the server whose transaction a migration waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// The id of its process on the server, for `pg_terminate_backend`.
    pub pid: i32,
    /// The name of the application, if it has said it.
    pub application: String,
    /// The state of the connection, such as `idle in transaction`.
    pub state: String,
    /// The duration of its transaction.
    pub duration: Duration,
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pid, application, state, duration } = self;
        let application = if application.is_empty() { "unnamed application" } else { application };
        write!(f, "process {pid} ({application}, {state}, transaction of {} s)", duration.as_secs())
    }
}

/// A notice that a migration waits for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationNotice {
    /// What waits: a migration, and the statement of it.
    pub what: String,
    /// Whom it waits for.
    pub blockers: Vec<Blocker>,
}

impl fmt::Display for MigrationNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blockers: Vec<String> = self.blockers.iter().map(ToString::to_string).collect();
        write!(f, "{} waits for {}", self.what, blockers.join(", "))
    }
}

/// Receives notices.
pub(in crate::store) type Notify<'n> = &'n (dyn Fn(&MigrationNotice) + Send + Sync);

/// Watches a connection on another one.
pub(super) struct BlockerMonitor<'n> {
    client: Client,
    /// The process of the connection that is watched.
    pid: i32,
    notify: Notify<'n>,
    /// The latest blockers.
    last: Vec<Blocker>,
}

impl<'n> BlockerMonitor<'n> {
    pub(super) async fn new(client: Client, watched: &Client, notify: Notify<'n>) -> Result<Self, Error> {
        let pid = watched.query_one("SELECT pg_backend_pid()", &[]).await?.try_get(0)?;
        Ok(Self { client, pid, notify, last: Vec::new() })
    }

    /// Runs a statement, and reports who blocks it. Returns the latest blockers beside the result.
    pub(super) async fn watch<T>(&mut self, what: &str, statement: impl Future<Output = T>) -> (T, Vec<Blocker>) {
        let mut statement = std::pin::pin!(statement);
        loop {
            tokio::select! {
                biased;
                result = &mut statement => return (result, self.last.clone()),
                () = sleep(POLL_INTERVAL) => {
                    let query = query(BLOCKING);
                    let blockers = self.client.query(&query, &[&self.pid]).await.and_then(blockers);
                    self.report(what, blockers);
                }
            }
        }
    }

    /// Reports who holds the lock of migrations.
    pub(super) async fn report_migration(&mut self, lock: i64) {
        let holders = self.client.query(&query(MIGRATING), &[&lock]).await.and_then(blockers);
        self.report("this migration", holders);
    }

    /// Reports blockers if they are others than the last ones. Without them the statement still runs: an error is no reason to end it.
    fn report(&mut self, what: &str, blockers: Result<Vec<Blocker>, Error>) {
        let Ok(blockers) = blockers else { return };
        if blockers.is_empty() {
            return;
        }
        let pids = |blockers: &[Blocker]| blockers.iter().map(|blocker| blocker.pid).collect::<Vec<_>>();
        if pids(&blockers) != pids(&self.last) {
            (self.notify)(&MigrationNotice { what: what.to_owned(), blockers: blockers.clone() });
        }
        self.last = blockers;
    }
}

fn query(condition: &str) -> String {
    format!(
        "SELECT pid, application_name, coalesce(state, backend_type), \
         coalesce(extract(epoch FROM clock_timestamp() - coalesce(xact_start, query_start))::bigint, 0) \
         FROM pg_stat_activity WHERE {condition} ORDER BY pid"
    )
}

fn blockers(rows: Vec<Row>) -> Result<Vec<Blocker>, Error> {
    let blocker = |row: &Row| {
        let seconds: i64 = row.try_get(3)?;
        Ok(Blocker {
            pid: row.try_get(0)?,
            application: row.try_get::<_, Option<String>>(1)?.unwrap_or_default(),
            state: row.try_get::<_, Option<String>>(2)?.unwrap_or_default(),
            duration: Duration::from_secs(seconds.max(0).unsigned_abs()),
        })
    };
    rows.iter().map(blocker).collect()
}
