//! Tables as CSV, in and out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
#[allow(dead_code, unused_imports, reason = "other tests use more of it")]
#[path = "../../../dropspec-db/tests/table/support/mod.rs"]
mod support;

mod bad_rows;
mod changes;
mod concurrency;
mod round_trip;

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate};
use dropspec_db::Database;
use dropspec_db::csv;
use dropspec_db::{Entity, SelectQuery, Versioned};
use dropspec_http::chain;
use dropspec_transfer::export;
use dropspec_transfer::{ImportError, ImportReport, InvalidRows, Options, check, import, list_imports};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;
use uuid::Uuid;

use crate::support::{Backend, Class, SHIPS, Ship, TestDatabase, ship};

const HEADER: &str = "Name,class,Afloat,berths,tonnage,length,launched";

/// A list of ships of these names.
fn list(names: &[&str]) -> String {
    let rows: String = names.iter().map(|name| format!("{name},brig,1,12,400,38.5,1912-04-15\n")).collect();
    format!("{HEADER}\n{rows}")
}

async fn imports(database: &Database, list: impl Into<Vec<u8>>, options: Options) -> Result<ImportReport, ImportError> {
    import::<Ship>(database, io::Cursor::new(list.into()), options).await
}

/// What the table holds, in the order of its keys.
async fn stored(database: &Database) -> Vec<Versioned<Ship>> {
    let rows = database.read(Ship::select(&SelectQuery::all(&SHIPS, i64::MAX))).await.unwrap();
    rows.into_iter().map(Into::into).collect()
}

async fn names(database: &Database) -> Vec<String> {
    stored(database).await.into_iter().map(|stored| stored.record.name).collect()
}

async fn exported(database: &Database) -> String {
    let out = Shared::default();
    export::<Ship, _>(database, out.clone()).await.unwrap();
    out.text()
}

/// A place to write to that can be looked at.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
