//! Import records: who imported what, and when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use tokio_postgres::Client;

use super::report::hexadecimal;
use super::{ImportError, ImportJob, ImportReport};
use dropspec_db::Table;
use dropspec_db::column_type::{Timestamp, UuidValue};
use dropspec_db::driver_error;
use dropspec_db::internal_tables::imports;
use dropspec_db::{Database, StoreError};

/// The maximum number of imports that are listed.
const MAX_LISTED: i64 = 1000;

/// The record of an import.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRecord {
    /// The table that it went into.
    pub target: String,
    /// The name of the file.
    pub file: String,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// The number of rows that were stored.
    pub stored: i64,
    /// The number of rows that were rejected.
    pub rejected: i64,
    /// Who imported it, as far as that is known.
    pub who: Option<String>,
    /// When it began.
    pub started: DateTime<Utc>,
    /// The duration in milliseconds.
    pub took: i64,
}

type Columns = (String, String, Vec<u8>, i64, i64, Option<String>, Timestamp, i64);

/// The latest imports, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list_imports(database: &Database) -> Result<Vec<ImportRecord>, StoreError> {
    use imports::*;
    let columns = (target, file, sha256, stored, rejected, who, started, took);
    let rows: Vec<Columns> = database.read(table.order(id.desc()).limit(MAX_LISTED).select(columns)).await?;
    let record = |(to, name, hash, good, bad, by, Timestamp(when), long): Columns| ImportRecord {
        target: to,
        file: name,
        sha256: hexadecimal(&hash),
        stored: good,
        rejected: bad,
        who: by,
        started: when,
        took: long,
    };
    Ok(rows.into_iter().map(record).collect())
}

/// The record of an import that is to be stored.
#[derive(Debug)]
pub(super) struct Entry<'e> {
    table: &'static Table,
    job: &'e ImportJob,
    sha256: [u8; 32],
    stored: i64,
    rejected: i64,
}

impl<'e> Entry<'e> {
    pub(super) fn new(table: &'static Table, job: &'e ImportJob, sha256: [u8; 32], report: &ImportReport) -> Self {
        let (stored, rejected) = (report.stored.cast_signed(), report.rejected.cast_signed());
        Self { table, job, sha256, stored, rejected }
    }

    fn took(&self) -> i64 {
        (Utc::now() - self.job.started.0).num_milliseconds()
    }

    /// Rejects a file that was imported into PostgreSQL before. A concurrent import of the same file is waited for.
    pub(super) async fn reject_duplicate_in_postgres(
        table: &Table,
        job: &ImportJob,
        sha256: &[u8; 32],
        client: &Client,
    ) -> Result<(), ImportError> {
        let hash = sha256.as_slice();
        let (lock, _) = sha256.split_first_chunk().unwrap_or((&[0; 8], &[]));
        client
            .execute("SELECT pg_advisory_xact_lock($1)", &[&i64::from_be_bytes(*lock)])
            .await
            .map_err(driver_error)?;
        let select =
            "SELECT started, file FROM dropspec_imports WHERE target = $1 AND sha256 = $2 ORDER BY id DESC LIMIT 1";
        let earlier = client.query_opt(select, &[&table.name, &hash]).await.map_err(driver_error)?;
        if let Some(earlier) = earlier {
            let started: std::time::SystemTime = earlier.try_get(0).map_err(driver_error)?;
            check_duplicate(job, started.into(), earlier.try_get(1).map_err(driver_error)?)?;
        }
        Ok(())
    }

    /// Records the import in PostgreSQL, in the transaction in which duplicates were rejected.
    pub(super) async fn record_in_postgres(&self, client: &Client) -> Result<(), ImportError> {
        let hash = self.sha256.as_slice();
        let insert = "INSERT INTO dropspec_imports (id, target, file, sha256, stored, rejected, who, started, took) \
                      VALUES ($1::text::uuid, $2, $3, $4, $5, $6, $7, $8, $9)";
        let started = std::time::SystemTime::from(self.job.started.0);
        let id = UuidValue::now_v7().0.to_string();
        client
            .execute(
                insert,
                &[
                    &id,
                    &self.table.name,
                    &self.job.file,
                    &hash,
                    &self.stored,
                    &self.rejected,
                    &self.job.who,
                    &started,
                    &self.took(),
                ],
            )
            .await
            .map_err(driver_error)?;
        Ok(())
    }

    /// Rejects a file that was imported into SQLite before.
    pub(super) fn reject_duplicate_in_sqlite(
        of: &Table,
        job: &ImportJob,
        hash: &[u8; 32],
        connection: &mut SqliteConnection,
    ) -> Result<(), ImportError> {
        use imports::*;
        let earlier = table
            .filter(target.eq(of.name).and(sha256.eq(hash.as_slice())))
            .order(id.desc())
            .select((started, file))
            .first::<(Timestamp, String)>(connection)
            .optional()?;
        if let Some((Timestamp(when), name)) = earlier {
            check_duplicate(job, when, name)?;
        }
        Ok(())
    }

    /// Records the import in SQLite, in the transaction in which duplicates were rejected.
    pub(super) fn record_in_sqlite(&self, connection: &mut SqliteConnection) -> Result<(), ImportError> {
        use imports::*;
        let entry = (
            id.eq(UuidValue::now_v7()),
            target.eq(self.table.name),
            file.eq(&self.job.file),
            sha256.eq(self.sha256.as_slice()),
            stored.eq(self.stored),
            rejected.eq(self.rejected),
            who.eq(&self.job.who),
            started.eq(self.job.started),
            took.eq(self.took()),
        );
        diesel::insert_into(table).values(entry).execute(connection)?;
        Ok(())
    }
}

fn check_duplicate(job: &ImportJob, started: DateTime<Utc>, file: String) -> Result<(), ImportError> {
    if job.force {
        return Ok(());
    }
    Err(ImportError::AlreadyImported { when: started.format("%Y-%m-%d at %H:%M:%S UTC").to_string(), file })
}
