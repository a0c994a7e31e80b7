//! The reading half of an import: from the bytes of a list to parcels of good rows.

use std::collections::BTreeMap;
use std::io::{self, Read};

use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::parcel::{Ending, Message, Parcel, Plan};
use super::rejects::Rejects;
use super::summary::Summary;
use super::{ImportError, MOST_FAULTS, Options, by_of};
use crate::csv::{BadRow, Cells, Header, Row, Rows};
use dropspec_db::Record;

/// A list that is being read.
pub(super) struct Reading<R> {
    rows: Rows<Hashed<Box<dyn Read + Send>>>,
    row: Row,
    cells: Cells,
    plan: Plan,
    good: u64,
    truncated: BTreeMap<&'static str, u64>,
    summary: Option<Summary>,
    /// The bad rows of a list that may have none.
    bad: Vec<BadRow>,
    records: std::marker::PhantomData<fn() -> R>,
}

impl<R: Record> Reading<R> {
    /// Reads the header.
    pub(super) fn begin(list: impl Read + Send + 'static, options: Options) -> Result<Self, ImportError> {
        let (table, by) = (R::TABLE, by_of::<R>(&options)?);
        let (mut rows, mut row) = (Rows::new(Hashed::new(Box::new(list) as Box<dyn Read + Send>)), Row::default());
        if !rows.read(&mut row)? {
            return Err(Header::missing(table).into());
        }
        let header = Header::read(table, &row)?;
        let rejects = Rejects::new(options.bad_rows, header.clone(), &row);
        let plan =
            Plan { columns: header.columns().collect(), has_key: header.place(table.key).is_some(), by, rejects };
        if let Some(by) = by {
            let (name, key) = (table.columns[by].csv.header, table.key().csv.header);
            if header.place(by).is_none() {
                return Err(ImportError::KeyMissing(name));
            }
            if by != table.key && plan.has_key {
                return Err(ImportError::TwoKeys { by: name, key });
            }
        }
        let cells = Cells::new::<R>(header, by).map_err(ImportError::Validation)?;
        let summary = options.summarize.then(|| Summary::new(table));
        let (truncated, bad) = (BTreeMap::new(), Vec::new());
        Ok(Self { rows, row, cells, plan, good: 0, truncated, summary, bad, records: std::marker::PhantomData })
    }

    /// Reads all rows, and sends the good ones to whoever wants them. Answers the way to there, unless nobody wants them any more.
    pub(super) fn read_all<P: Parcel<R>>(
        &mut self,
        mut messages: Option<mpsc::Sender<Message<P>>>,
    ) -> Result<Option<mpsc::Sender<Message<P>>>, ImportError> {
        let send = |messages: &mut Option<mpsc::Sender<Message<P>>>, message| {
            // A database that takes no more has failed, and says so itself.
            *messages = messages.take().filter(|messages| messages.blocking_send(message).is_ok());
        };
        let is_checked_only = messages.is_none();
        send(&mut messages, Message::Plan(self.plan.clone()));
        let mut parcel = P::new(&self.plan);
        while self.rows.read(&mut self.row)? {
            if messages.is_none() && !is_checked_only && self.bad.is_empty() {
                return Ok(None);
            }
            let Some(record) = self.record()? else {
                if !self.bad.is_empty() {
                    // Nothing will be stored, so nobody needs to wait for the rest of what is wrong.
                    messages = None;
                }
                if self.bad.len() >= MOST_FAULTS {
                    break;
                }
                continue;
            };
            if messages.is_some() {
                parcel.put(self.row.line, record);
                if parcel.is_full() {
                    send(&mut messages, Message::Parcel(std::mem::replace(&mut parcel, P::new(&self.plan))));
                }
            }
        }
        if !self.bad.is_empty() {
            let has_more = self.bad.len() >= MOST_FAULTS;
            return Err(ImportError::Rows(std::mem::take(&mut self.bad), has_more));
        }
        send(&mut messages, Message::Parcel(parcel));
        Ok(messages)
    }

    /// What is known at the end.
    pub(super) fn finish(self) -> Result<(Plan, Ending, Option<Summary>), ImportError> {
        let Self { rows, plan, good, truncated, summary, .. } = self;
        let sha256 = rows.into_source().finish().map_err(ImportError::Read)?;
        Ok((plan, Ending { sha256, good, truncated }, summary))
    }

    /// The record of the row, unless it is bad.
    fn record(&mut self) -> Result<Option<R>, ImportError> {
        let bad = match self.cells.record::<R>(&self.row) {
            Ok(record) => {
                self.good += 1;
                self.cells.count_truncated(&self.row, &mut self.truncated);
                if let Some(summary) = &mut self.summary {
                    summary.add(&record);
                }
                return Ok(Some(record));
            }
            Err(Ok(bad)) => bad,
            Err(Err(failure)) => return Err(ImportError::Validation(failure)),
        };
        if self.plan.rejects.are_allowed() {
            self.plan.rejects.add(bad, &self.row)?;
        } else {
            self.bad.push(bad);
        }
        Ok(None)
    }
}

/// Passes bytes on, and makes their hash.
#[derive(Debug)]
pub(super) struct Hashed<S> {
    source: S,
    hash: Sha256,
}

impl<S: Read> Hashed<S> {
    fn new(source: S) -> Self {
        Self { source, hash: Sha256::new() }
    }

    /// The hash of all bytes; what is left of them is read.
    fn finish(mut self) -> io::Result<[u8; 32]> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(self.hash.finalize().into())
    }
}

impl<S: Read> Read for Hashed<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}
