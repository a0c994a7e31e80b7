//! Exports: all rows of a table as a CSV file that can be imported, in the order of their keys and from one snapshot of the database.

use std::io::{self, Write};

use diesel::sqlite::SqliteConnection;
use diesel::{Connection, QueryResult};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use dropspec_db::CopiedRows;
use dropspec_db::Postgres;
use dropspec_db::csv;
use dropspec_db::sql::{quoted, quoted_columns, quoted_key};
use dropspec_db::{ColumnType, Entity, Filters, Query, SelectQuery, Versioned};
use dropspec_db::{Database, StoreError};

/// The number of bytes from which on a chunk of the file is sent.
const CHUNK_BYTES: usize = 64 * 1024;

/// The number of chunks that may wait to be written.
const CHANNEL_CAPACITY: usize = 4;

/// The number of rows that one statement reads from SQLite.
const FETCH_SIZE: i64 = 500;

/// Why a table was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes all rows of a table. Returns their number, and the writer.
///
/// # Errors
/// When `out` fails, or the database does.
pub async fn export<R: Entity, W: Write + Send + 'static>(
    database: &Database,
    out: W,
) -> Result<(u64, W), ExportError> {
    let (chunks, received) = channel(CHANNEL_CAPACITY);
    let writing = tokio::task::spawn_blocking(move || write(out, received));
    let sent = match database {
        Database::Postgres(postgres) => from_postgres::<R>(postgres, chunks).await,
        Database::Sqlite(sqlite) => sqlite.read(move |connection| from_sqlite::<R>(connection, &chunks)).await,
    };
    // An error of the writer ends the other side; it is the cause.
    let out = writing.await.map_err(|error| StoreError::Unavailable(error.into()))??;
    Ok((sent?, out))
}

fn write<W: Write>(mut out: W, mut chunks: Receiver<Vec<u8>>) -> io::Result<W> {
    while let Some(chunk) = chunks.blocking_recv() {
        out.write_all(&chunk)?;
    }
    out.flush()?;
    Ok(out)
}

/// One statement, which sees one snapshot.
async fn from_postgres<R: Entity>(postgres: &Postgres, chunks: Sender<Vec<u8>>) -> Result<u64, StoreError> {
    let table = R::TABLE;
    let types: Vec<&dyn ColumnType> = table.columns.iter().map(|column| column.column_type).collect();
    let alive =
        table.deletion_column().map(|column| format!(" WHERE {} IS NULL", quoted(column.name))).unwrap_or_default();
    let query =
        format!("SELECT {} FROM {}{alive} ORDER BY {}", quoted_columns(table), quoted(table.name), quoted_key(table));
    let client = postgres.client().await?;
    let mut rows = CopiedRows::of(&client, &query).await?;
    let (mut chunk, mut count) = (Vec::new(), 0);
    csv::header(table, &mut chunk);
    while let Some(values) = rows.next(&types).await? {
        csv::values(table, &values, &mut chunk);
        count += 1;
        if chunk.len() >= CHUNK_BYTES && chunks.send(std::mem::take(&mut chunk)).await.is_err() {
            return Ok(count);
        }
    }
    let _ = chunks.send(chunk).await;
    Ok(count)
}

/// One transaction, which sees one snapshot.
fn from_sqlite<R: Entity>(connection: &mut SqliteConnection, chunks: &Sender<Vec<u8>>) -> QueryResult<u64> {
    connection.transaction(|connection| in_chunks::<R>(connection, chunks))
}

fn in_chunks<R: Entity>(connection: &mut SqliteConnection, chunks: &Sender<Vec<u8>>) -> QueryResult<u64> {
    let (mut chunk, mut count, mut after) = (Vec::new(), 0, None);
    csv::header(R::TABLE, &mut chunk);
    loop {
        let page = SelectQuery::new(R::TABLE, Filters::default(), Vec::new(), after.take(), FETCH_SIZE);
        let rows: Vec<R::Row> = R::select(&page).run_on_sqlite(connection)?;
        for row in rows {
            let Versioned { record, .. } = row.into();
            csv::row(&record, &mut chunk);
            count += 1;
            after = Some(R::TABLE.key.iter().map(|column| record.value(*column).into_owned()).collect());
        }
        let is_last = after.is_none();
        if is_last || chunk.len() >= CHUNK_BYTES {
            let is_wanted = chunks.blocking_send(std::mem::take(&mut chunk)).is_ok();
            if is_last || !is_wanted {
                return Ok(count);
            }
        }
    }
}
