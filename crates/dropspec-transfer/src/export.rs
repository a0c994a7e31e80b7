//! Exports: all rows of a table as a list that can be imported, in the order of their keys and as they were at one moment.

use std::io::{self, Write};

use diesel::sqlite::SqliteConnection;
use diesel::{Connection, QueryResult};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use dropspec_db::CopiedRows;
use dropspec_db::Postgres;
use dropspec_db::csv;
use dropspec_db::sql::{quoted, quoted_columns};
use dropspec_db::{Database, StoreError};
use dropspec_db::{Kind, Record, Rows, Selection, Stored};

/// From how many bytes on a part of the list is sent on.
const PART: usize = 64 * 1024;

/// How many parts may wait to be written, which bounds the memory.
const WAITING: usize = 4;

/// How many rows are read from SQLite at once.
const ROWS: i64 = 500;

/// Why a list was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes all rows of the table. Answers how many there were, and what they were written to.
///
/// # Errors
/// When `out` fails, or the database does.
pub async fn export<R: Record, W: Write + Send + 'static>(
    database: &Database,
    out: W,
) -> Result<(u64, W), ExportError> {
    let (parts, received) = channel(WAITING);
    let writing = tokio::task::spawn_blocking(move || write(out, received));
    let sent = match database {
        Database::Postgres(postgres) => from_postgres::<R>(postgres, parts).await,
        Database::Sqlite(sqlite) => sqlite.read(move |connection| from_sqlite::<R>(connection, &parts)).await,
    };
    // Who cannot write takes no more, and says why.
    let out = writing.await.map_err(|error| StoreError::Unavailable(error.into()))??;
    Ok((sent?, out))
}

fn write<W: Write>(mut out: W, mut parts: Receiver<Vec<u8>>) -> io::Result<W> {
    while let Some(part) = parts.blocking_recv() {
        out.write_all(&part)?;
    }
    out.flush()?;
    Ok(out)
}

/// One statement, which sees the rows as they were when it began.
async fn from_postgres<R: Record>(postgres: &Postgres, parts: Sender<Vec<u8>>) -> Result<u64, StoreError> {
    let table = R::TABLE;
    let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
    let query =
        format!("SELECT {} FROM {} ORDER BY {}", quoted_columns(table), quoted(table.name), quoted(table.key().name));
    let client = postgres.client().await?;
    let mut rows = CopiedRows::of(&client, &query).await?;
    let (mut part, mut count) = (Vec::new(), 0);
    csv::header(table, &mut part);
    while let Some(values) = rows.next(&kinds).await? {
        csv::values(table, &values, &mut part);
        count += 1;
        if part.len() >= PART && parts.send(std::mem::take(&mut part)).await.is_err() {
            return Ok(count);
        }
    }
    let _ = parts.send(part).await;
    Ok(count)
}

/// One transaction, which sees the rows as they were when it began.
fn from_sqlite<R: Record>(connection: &mut SqliteConnection, parts: &Sender<Vec<u8>>) -> QueryResult<u64> {
    connection.transaction(|connection| by_pages::<R>(connection, parts))
}

fn by_pages<R: Record>(connection: &mut SqliteConnection, parts: &Sender<Vec<u8>>) -> QueryResult<u64> {
    let (mut part, mut count, mut after) = (Vec::new(), 0, None);
    csv::header(R::TABLE, &mut part);
    loop {
        let page = Selection::new(R::TABLE, Vec::new(), Vec::new(), after.take(), ROWS);
        let rows: Vec<R::Row> = R::select(&page).on_sqlite(connection)?;
        for row in rows {
            let Stored { record, .. } = row.into();
            csv::row(&record, &mut part);
            count += 1;
            after = Some(vec![record.value(R::TABLE.key).into_owned()]);
        }
        let is_last = after.is_none();
        if is_last || part.len() >= PART {
            let is_wanted = parts.blocking_send(std::mem::take(&mut part)).is_ok();
            if is_last || !is_wanted {
                return Ok(count);
            }
        }
    }
}
