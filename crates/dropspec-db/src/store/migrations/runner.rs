//! Applying migrations to a PostgreSQL database that is in use.

use std::time::Duration;

use diesel::migration::CREATE_MIGRATIONS_TABLE;
use tokio::time::sleep;
use tokio_postgres::Client;

use super::blocker::{Blocker, BlockerMonitor, Notify};
use super::error::{DatabaseError, MigrationError};
use super::lock_wait::LockWait;
use super::script::MigrationScript;
use super::statements::{StatementKind, kind, split};

/// Serializes the migrations of processes that start together. The number is arbitrary, but must not change.
const MIGRATION_LOCK: i64 = 7_265_131_842;

/// How often the lock of migrations is tried. A statement that waits for it would be waited for by `CREATE INDEX CONCURRENTLY`.
const LOCK_INTERVAL: Duration = Duration::from_millis(100);

/// Makes the server end a statement whose client is gone. Servers before PostgreSQL 14 do not have the parameter, and then no row.
const CHECK_CONNECTION: &str =
    "SELECT set_config(name, '1000', false) FROM pg_settings WHERE name = 'client_connection_check_interval'";

/// A limit that the server, the role or the database may have for other statements.
const NO_TIMEOUT: &str = "SET statement_timeout = 0";

/// The number of statements that have run of each migration that is not one transaction and has not ended.
const CREATE_PROGRESS_TABLE: &str = "CREATE TABLE IF NOT EXISTS __dropspec_migration_progress \
                                     (version VARCHAR(50) PRIMARY KEY, statements INTEGER NOT NULL)";

/// Applies migrations, one at a time.
pub(in crate::store) struct MigrationRunner<'n> {
    client: Client,
    monitor: BlockerMonitor<'n>,
}

/// A statement of a migration.
struct Step<'s> {
    /// Its name in messages.
    what: String,
    sql: &'s str,
    kind: StatementKind,
    /// The statement that records that it has run.
    record: String,
}

impl<'n> MigrationRunner<'n> {
    /// A runner on a connection, which is watched on another one. Other runners wait until it is dropped.
    pub(in crate::store) async fn new(
        client: Client,
        monitor: Client,
        notify: Notify<'n>,
    ) -> Result<Self, tokio_postgres::Error> {
        client.batch_execute(CHECK_CONNECTION).await?;
        client.batch_execute(NO_TIMEOUT).await?;
        let monitor = BlockerMonitor::new(monitor, &client, notify).await?;
        let mut runner = Self { client, monitor };
        runner.lock().await?;
        Ok(runner)
    }

    /// Waits until no other process migrates. The lock is released with the connection.
    async fn lock(&mut self) -> Result<(), tokio_postgres::Error> {
        loop {
            let row = self.client.query_one("SELECT pg_try_advisory_lock($1)", &[&MIGRATION_LOCK]).await?;
            if row.try_get(0)? {
                return Ok(());
            }
            sleep(LOCK_INTERVAL).await;
            self.monitor.report_migration(MIGRATION_LOCK).await;
        }
    }

    /// Applies the migrations that are not applied, and returns their versions.
    pub(in crate::store) async fn run(mut self, scripts: Vec<MigrationScript>) -> Result<Vec<String>, Cause> {
        self.client.batch_execute(CREATE_MIGRATIONS_TABLE).await.map_err(DatabaseError::from)?;
        let rows = self.client.query("SELECT version FROM __diesel_schema_migrations", &[]).await;
        let rows = rows.map_err(DatabaseError::from)?;
        let applied: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        let mut versions = Vec::new();
        for script in scripts {
            if !applied.contains(&script.version) {
                if script.is_transaction {
                    self.apply_at_once(&script).await?;
                } else {
                    self.apply_in_steps(&script).await?;
                }
                versions.push(script.version);
            }
        }
        Ok(versions)
    }

    async fn apply_at_once(&mut self, script: &MigrationScript) -> Result<(), MigrationError> {
        let kind = StatementKind::InTransaction;
        let record = record_applied(&script.version);
        self.run_step(&Step { what: format!("migration {}", script.name), sql: &script.sql, kind, record }).await
    }

    /// Applies a migration statement by statement, from the first one that has not run.
    async fn apply_in_steps(&mut self, script: &MigrationScript) -> Result<(), Cause> {
        let statements = split(&script.sql);
        let done = self.progress(&script.version).await.map_err(DatabaseError::from)?;
        if done > statements.len() {
            return Err(MigrationError::Changed(script.name.clone()).into());
        }
        for (index, sql) in statements.iter().enumerate().skip(done) {
            let number = index + 1;
            let what = format!("migration {}, statement {number} of {}", script.name, statements.len());
            let record = record_progress(&script.version, number);
            self.run_step(&Step { what, sql, kind: kind(sql), record }).await?;
        }
        let version = literal(&script.version);
        let forget = format!("DELETE FROM __dropspec_migration_progress WHERE version = {version}");
        let end = format!("BEGIN;\n{};\n{forget};\nCOMMIT", record_applied(&script.version));
        Ok(self.client.batch_execute(&end).await.map_err(DatabaseError::from)?)
    }

    /// The number of statements of a migration that have run.
    async fn progress(&self, version: &str) -> Result<usize, tokio_postgres::Error> {
        self.client.batch_execute(CREATE_PROGRESS_TABLE).await?;
        let select = "SELECT statements FROM __dropspec_migration_progress WHERE version = $1";
        let row = self.client.query_opt(select, &[&version]).await?;
        let done: Option<i32> = row.map(|row| row.try_get(0)).transpose()?;
        Ok(done.and_then(|done| usize::try_from(done).ok()).unwrap_or_default())
    }

    /// Runs a statement, and repeats it while other transactions hold its locks.
    async fn run_step(&mut self, step: &Step<'_>) -> Result<(), MigrationError> {
        let mut wait = LockWait::default();
        loop {
            let (result, blockers) = self.try_step(step, wait.limit()).await;
            let Err(cause) = result else { return Ok(()) };
            // The connection may be in a transaction that has failed, or broken: then the error is known.
            drop(self.client.batch_execute("ROLLBACK").await);
            let what = step.what.clone();
            if cause.is_about_extension() {
                return Err(MigrationError::Extension { what, cause });
            }
            if !cause.is_lock_conflict() {
                return Err(MigrationError::Statement { what, cause });
            }
            match wait.pause() {
                Some(pause) => sleep(pause).await,
                None => return Err(MigrationError::Locked { what, attempts: wait.attempts(), blockers, cause }),
            }
        }
    }

    async fn try_step(&mut self, step: &Step<'_>, limit: Duration) -> (Result<(), DatabaseError>, Vec<Blocker>) {
        let Self { client, monitor } = self;
        let (result, blockers) = monitor.watch(&step.what, run_once(client, step, limit)).await;
        (result.map_err(DatabaseError::from), blockers)
    }
}

/// Errors of the driver beside those of statements.
pub(in crate::store) type Cause = Box<dyn std::error::Error + Send + Sync>;

async fn run_once(client: &Client, step: &Step<'_>, limit: Duration) -> Result<(), tokio_postgres::Error> {
    let Step { sql, record, .. } = step;
    let limit = match step.kind {
        StatementKind::InTransaction | StatementKind::Alone => limit.as_millis(),
        StatementKind::Concurrent | StatementKind::ConcurrentIndex(_) => 0,
    };
    client.batch_execute(&format!("SET lock_timeout = {limit}")).await?;
    match &step.kind {
        StatementKind::InTransaction => {
            // The line break ends a comment.
            return client.batch_execute(&format!("BEGIN;\n{sql}\n;\n{record};\nCOMMIT")).await;
        }
        StatementKind::ConcurrentIndex(name) => {
            if !is_valid_index(client, name).await? {
                client.batch_execute(sql).await?;
            }
        }
        StatementKind::Alone | StatementKind::Concurrent => client.batch_execute(sql).await?,
    }
    client.batch_execute(record).await
}

/// Whether an index exists. An invalid one, which an attempt has left that was interrupted, is dropped.
async fn is_valid_index(client: &Client, name: &str) -> Result<bool, tokio_postgres::Error> {
    let select = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)::oid";
    let Some(row) = client.query_opt(select, &[&name]).await? else { return Ok(false) };
    let is_valid: bool = row.try_get(0)?;
    if !is_valid {
        client.batch_execute(&format!("DROP INDEX CONCURRENTLY {name}")).await?;
    }
    Ok(is_valid)
}

fn record_applied(version: &str) -> String {
    format!("INSERT INTO __diesel_schema_migrations (version) VALUES ({})", literal(version))
}

fn record_progress(version: &str, statements: usize) -> String {
    format!(
        "INSERT INTO __dropspec_migration_progress VALUES ({}, {statements}) \
         ON CONFLICT (version) DO UPDATE SET statements = EXCLUDED.statements",
        literal(version)
    )
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
