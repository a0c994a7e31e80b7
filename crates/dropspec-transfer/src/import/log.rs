//! The table of imports: who imported what, and when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use tokio_postgres::Client;

use super::report::hexadecimal;
use super::{ImportError, Report, Work};
use dropspec_db::driver_error;
use dropspec_db::internal_tables::imports;
use dropspec_db::{Database, StoreError};
use dropspec_db::{Key, Moment, Table};

/// How many imports are told at the most.
const MOST: i64 = 1000;

/// An import as it was noted.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// The table that it went into.
    pub target: String,
    /// What the list was called.
    pub file: String,
    /// The SHA-256 of the list, in hexadecimal digits.
    pub sha256: String,
    /// How many rows were stored.
    pub stored: i64,
    /// How many rows were bad, and left out.
    pub rejected: i64,
    /// Who it was, as far as that is known.
    pub who: Option<String>,
    /// When it began.
    pub started: DateTime<Utc>,
    /// How long it took, in milliseconds.
    pub took: i64,
}

type Columns = (String, String, Vec<u8>, i64, i64, Option<String>, Moment, i64);

/// The last imports, the latest of them first.
///
/// # Errors
/// When the database cannot be read.
pub async fn logged(database: &Database) -> Result<Vec<Logged>, StoreError> {
    use imports::*;
    let columns = (target, file, sha256, stored, rejected, who, started, took);
    let rows: Vec<Columns> = database.read(table.order(id.desc()).limit(MOST).select(columns)).await?;
    let logged = |(to, name, hash, good, bad, by, Moment(when), long): Columns| Logged {
        target: to,
        file: name,
        sha256: hexadecimal(&hash),
        stored: good,
        rejected: bad,
        who: by,
        started: when,
        took: long,
    };
    Ok(rows.into_iter().map(logged).collect())
}

/// What is noted of an import.
#[derive(Debug)]
pub(super) struct Entry<'e> {
    table: &'static Table,
    work: &'e Work,
    sha256: [u8; 32],
    stored: i64,
    rejected: i64,
}

impl<'e> Entry<'e> {
    pub(super) fn new(table: &'static Table, work: &'e Work, sha256: [u8; 32], report: &Report) -> Self {
        let (stored, rejected) = (report.stored.cast_signed(), report.rejected.cast_signed());
        Self { table, work, sha256, stored, rejected }
    }

    fn took(&self) -> i64 {
        (Utc::now() - self.work.began.0).num_milliseconds()
    }

    fn refusal(&self, started: DateTime<Utc>, file: String) -> Result<(), ImportError> {
        if self.work.again {
            return Ok(());
        }
        Err(ImportError::Again { when: started.format("%Y-%m-%d at %H:%M:%S UTC").to_string(), file })
    }

    /// Notes it in PostgreSQL, unless the list was imported before. Who imports the same list meanwhile is waited for.
    pub(super) async fn note_in_postgres(&self, client: &Client) -> Result<(), ImportError> {
        let hash = self.sha256.as_slice();
        let (lock, _) = self.sha256.split_first_chunk().unwrap_or((&[0; 8], &[]));
        client
            .execute("SELECT pg_advisory_xact_lock($1)", &[&i64::from_be_bytes(*lock)])
            .await
            .map_err(driver_error)?;
        let select =
            "SELECT started, file FROM dropspec_imports WHERE target = $1 AND sha256 = $2 ORDER BY id DESC LIMIT 1";
        let earlier = client.query_opt(select, &[&self.table.name, &hash]).await.map_err(driver_error)?;
        if let Some(earlier) = earlier {
            let started: std::time::SystemTime = earlier.try_get(0).map_err(driver_error)?;
            self.refusal(started.into(), earlier.try_get(1).map_err(driver_error)?)?;
        }
        let insert = "INSERT INTO dropspec_imports (id, target, file, sha256, stored, rejected, who, started, took) \
                      VALUES ($1::text::uuid, $2, $3, $4, $5, $6, $7, $8, $9)";
        let started = std::time::SystemTime::from(self.work.began.0);
        let id = Key::fresh().0.to_string();
        client
            .execute(
                insert,
                &[
                    &id,
                    &self.table.name,
                    &self.work.file,
                    &hash,
                    &self.stored,
                    &self.rejected,
                    &self.work.who,
                    &started,
                    &self.took(),
                ],
            )
            .await
            .map_err(driver_error)?;
        Ok(())
    }

    /// The same in SQLite, where nobody else writes meanwhile.
    pub(super) fn note_in_sqlite(&self, connection: &mut SqliteConnection) -> Result<(), ImportError> {
        use imports::*;
        let earlier = table
            .filter(target.eq(self.table.name).and(sha256.eq(self.sha256.as_slice())))
            .order(id.desc())
            .select((started, file))
            .first::<(Moment, String)>(connection)
            .optional()?;
        if let Some((Moment(when), name)) = earlier {
            self.refusal(when, name)?;
        }
        let entry = (
            id.eq(Key::fresh()),
            target.eq(self.table.name),
            file.eq(&self.work.file),
            sha256.eq(self.sha256.as_slice()),
            stored.eq(self.stored),
            rejected.eq(self.rejected),
            who.eq(&self.work.who),
            started.eq(self.work.began),
            took.eq(self.took()),
        );
        diesel::insert_into(table).values(entry).execute(connection)?;
        Ok(())
    }
}
