//! Imports into PostgreSQL, by COPY: straight into the table, or where rows may stand against others, into a temporary one first.

use std::pin::pin;

use bytes::Bytes;
use futures_util::SinkExt;
use tokio::sync::mpsc::Receiver;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::collision;
use super::log::Entry;
use super::parcel::{Binary, Ending, Message, Plan};
use super::stage::Stage;
use super::{ImportError, MOST_FAULTS, Report, Work, aborted};
use dropspec_db::CopiedRows;
use dropspec_db::StoreError;
use dropspec_db::sql::{quoted, quoted_columns};
use dropspec_db::{Kind, Record, Table, Value, binary};
use dropspec_db::{Postgres, driver_error};

/// Stores what comes, in a transaction that ends with the connection unless all has come.
pub(super) async fn store<R: Record>(
    postgres: &Postgres,
    work: &Work,
    mut messages: Receiver<Message<Binary>>,
) -> Result<Report, ImportError> {
    let Some(Message::Plan(plan)) = messages.recv().await else { return Err(aborted().into()) };
    let client = postgres.client().await?;
    run(&client, "BEGIN").await?;
    let (ending, updated) = if plan.may_collide() {
        let stage = Stage::new(R::TABLE, plan.columns.clone(), plan.by);
        run(&client, &stage.create()).await?;
        let ending = copy(&client, &stage.target(), messages).await?;
        let (updated, left_out) = match plan.by {
            Some(by) => (change(&client, R::TABLE, &stage, by).await?, 0),
            None => (0, insert(&client, R::TABLE, &stage, &plan).await?),
        };
        run(&client, &Stage::remove()).await?;
        (Ending { good: ending.good - left_out, ..ending }, updated)
    } else {
        let target = format!("{} ({})", quoted(R::TABLE.name), quoted_columns(R::TABLE));
        (copy(&client, &target, messages).await?, 0)
    };
    let sha256 = ending.sha256;
    let report = Report { updated, ..Report::of(&plan, ending)? };
    Entry::new(R::TABLE, work, sha256, &report).note_in_postgres(&client).await?;
    run(&client, "COMMIT").await?;
    Ok(report)
}

async fn run(client: &Client, statement: &str) -> Result<(), StoreError> {
    client.batch_execute(statement).await.map_err(driver_error)
}

/// Copies what comes to the end of it.
async fn copy(client: &Client, target: &str, mut messages: Receiver<Message<Binary>>) -> Result<Ending, ImportError> {
    let statement = format!("COPY {target} FROM STDIN (FORMAT binary)");
    let mut sink = pin!(client.copy_in::<_, Bytes>(&statement).await.map_err(driver_error)?);
    let mut next = Bytes::from_static(binary::BEFORE);
    let ending = loop {
        if sink.feed(next).await.is_err() {
            break None;
        }
        match messages.recv().await.ok_or_else(aborted)? {
            Message::Parcel(parcel) => next = parcel.bytes.into(),
            Message::End(ending) => break Some(ending),
            Message::Plan(_) => return Err(aborted().into()),
        }
    };
    if ending.is_some() {
        // If it fails, the end says why.
        let _ = sink.send(Bytes::from_static(binary::BEHIND)).await;
    }
    sink.finish().await.map_err(driver_error)?;
    ending.ok_or_else(|| aborted().into())
}

/// Changes the rows that are there, and inserts the others. Answers how many were there.
async fn change(client: &Client, table: &'static Table, stage: &Stage, by: usize) -> Result<u64, ImportError> {
    // What is found must not come into being meanwhile. Readers go on.
    run(client, &format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", quoted(table.name))).await?;
    if let Some(statement) = stage.ambiguous()
        && let Some(row) = client.query_opt(&statement, &[]).await.map_err(driver_error)?
    {
        let value = row.try_get(0).map_err(driver_error)?;
        return Err(ImportError::Ambiguous { column: table.columns[by].csv.header, value });
    }
    let lines = client.query(&stage.repeated(), &[]).await.map_err(driver_error)?;
    let lines: Result<Vec<i64>, _> = lines.iter().map(|row| row.try_get(0)).collect();
    let repeated = |line: &i64| collision::repeated(line.cast_unsigned(), &table.columns[by]);
    collision::refuse(lines.map_err(driver_error)?.iter().map(repeated).collect())?;
    let updated = client.execute(&stage.update(), &[]).await.map_err(driver_error)?;
    client.execute(&stage.insert_others(), &[]).await.map_err(driver_error)?;
    Ok(updated)
}

/// Inserts rows that have keys of their own, but not those whose key is taken, of which it answers how many there are. Only if there are
/// some it is asked which.
async fn insert(client: &Client, table: &'static Table, stage: &Stage, plan: &Plan) -> Result<u64, ImportError> {
    run(client, "SAVEPOINT settled").await?;
    match client.execute(&stage.insert(), &[]).await {
        Ok(_) => return Ok(0),
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {}
        Err(error) => return Err(driver_error(error).into()),
    }
    run(client, "ROLLBACK TO settled").await?;
    let (mut bad, mut left_out) = (Vec::new(), 0);
    each_taken(client, table, stage, |line, values| {
        let row = collision::taken(line, table.key(), &values[table.key]);
        if plan.rejects.are_allowed() {
            left_out += 1;
            return plan.rejects.add_values(row, |column| values[column].clone()).map(|()| true);
        }
        bad.push(row);
        Ok(bad.len() < MOST_FAULTS)
    })
    .await?;
    collision::refuse(bad)?;
    run(client, &stage.remove_taken()).await?;
    client.execute(&stage.insert(), &[]).await.map_err(driver_error)?;
    Ok(left_out)
}

/// Shows the rows whose key is taken to `look`, until it has seen enough: the line, and the values of the columns of the table.
async fn each_taken(
    client: &Client,
    table: &'static Table,
    stage: &Stage,
    mut look: impl FnMut(u64, &[Value<'_>]) -> Result<bool, ImportError>,
) -> Result<(), ImportError> {
    let kinds: Vec<Kind> = [Kind::Long].into_iter().chain(table.columns.iter().map(|column| column.kind)).collect();
    let mut rows = CopiedRows::of(client, &stage.taken()).await?;
    while let Some(values) = rows.next(&kinds).await? {
        let Some((Value::Integer(line), values)) = values.split_first() else { break };
        if !look(line.cast_unsigned(), values)? {
            break;
        }
    }
    Ok(())
}
