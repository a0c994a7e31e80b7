//! What clients know of their writes, and whether it is true.

use std::fmt;
use std::time::Duration;

use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, StatusCode};
use serde_json::Value;
use tokio::time::sleep;
use tokio_postgres::NoTls;

use super::sqlite_connection;
use super::write::{Names, Write, WriteKind};

/// The detail of the problem when the server has ended a statement. In these tests no statement reaches its time limit there.
const CANCELED: &str = "the database canceled the statement, try again later";

/// How often a request with an idempotency key is repeated until it succeeds.
const ATTEMPTS: usize = 20;

/// What a client knows of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    NotDone,
    /// The response says that it is unknown.
    Unknown,
    /// There is no response.
    Unanswered,
    /// The client left while the write waited for a lock, so that it was cancelled.
    Cancelled,
}

/// Sends writes and checks what each response promises.
#[derive(Clone)]
pub(crate) struct Writer {
    client: Client,
    /// URL of the list.
    people: String,
}

impl Writer {
    pub(crate) fn new(people: impl Into<String>) -> Self {
        Self { client: Client::new(), people: people.into() }
    }

    /// Sends a write.
    pub(crate) async fn perform(&self, write: &Write) -> Outcome {
        self.attempt(write).await.0
    }

    /// Sends a write, and repeats it as long as the responses say when to.
    pub(crate) async fn perform_as_told(&self, write: &Write) -> Outcome {
        loop {
            match self.attempt(write).await {
                (_, Some(time)) => sleep(time).await,
                (outcome, None) => return outcome,
            }
        }
    }

    /// Sends a write, and returns when to retry. Responses other than success, "not done, try again" and "unknown" are failures.
    async fn attempt(&self, write: &Write) -> (Outcome, Option<Duration>) {
        let request = write.request();
        let mut builder = self.client.request(request.method, format!("{}{}", self.people, request.path));
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder.body(body.to_string());
        }
        let Ok(response) = builder.send().await else { return (Outcome::Unanswered, None) };
        let status = response.status();
        let seconds = response.headers().get(RETRY_AFTER).map(|seconds| seconds.to_str().unwrap().parse().unwrap());
        let retry_after = seconds.map(Duration::from_secs);
        // A status is a promise, also if the body is lost.
        let body = response.bytes().await.unwrap_or_default();
        let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
        let outcome = match status {
            _ if status.is_success() => Outcome::Done,
            StatusCode::SERVICE_UNAVAILABLE => {
                assert!(retry_after.is_some(), "{write:?}: 503 without Retry-After");
                assert_ne!(problem["detail"], CANCELED, "{write:?}: cancelled in place of another write");
                Outcome::NotDone
            }
            StatusCode::GATEWAY_TIMEOUT => {
                assert_eq!(problem["type"], "urn:dropspec:problem:unknown-outcome", "{write:?}");
                assert_eq!(
                    retry_after.is_some(),
                    write.kind == WriteKind::CreateOnce,
                    "{write:?}: Retry-After of a 504"
                );
                Outcome::Unknown
            }
            _ => panic!("{write:?}: {status} {}", String::from_utf8_lossy(&body)),
        };
        (outcome, retry_after)
    }
}

/// Writes and their outcomes.
#[derive(Default)]
pub(crate) struct Ledger(Vec<(Write, Outcome)>);

impl Ledger {
    pub(crate) fn record(&mut self, write: Write, outcome: Outcome) {
        self.0.push((write, outcome));
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn count(&self, outcome: Outcome) -> usize {
        self.0.iter().filter(|(_, found)| *found == outcome).count()
    }

    /// Repeats all requests with idempotency keys, whatever their outcomes, which are then known.
    pub(crate) async fn repeat_with_keys(&mut self, writer: &Writer) {
        for (write, outcome) in self.0.iter_mut().filter(|(write, _)| write.kind == WriteKind::CreateOnce) {
            let mut attempts = 0;
            *outcome = loop {
                match writer.perform(write).await {
                    // A connection that has been lost is noticed when it is used.
                    Outcome::NotDone | Outcome::Unknown if attempts < ATTEMPTS => attempts += 1,
                    outcome => break outcome,
                }
            };
            assert_eq!(*outcome, Outcome::Done, "{write:?} is repeated");
        }
    }

    /// Asserts that all outcomes are true of the rows of a database: what is done is stored, what is not done is not, and nothing is
    /// stored in part.
    pub(crate) fn verify(&self, names: &Names) {
        let is_false = |write: &Write, outcome: Outcome| match (outcome, write.is_done(names)) {
            (_, None) => Some("stored in part, or more than once"),
            (Outcome::Done, Some(false)) => Some("lost"),
            (Outcome::NotDone | Outcome::Cancelled, Some(true)) => Some("done"),
            _ => None,
        };
        let faults: Vec<String> = self
            .0
            .iter()
            .filter_map(|(write, outcome)| Some(format!("{outcome:?}, but {}: {write:?}", is_false(write, *outcome)?)))
            .collect();
        assert!(faults.is_empty(), "{} of {} outcomes are false:\n{}", faults.len(), self.0.len(), faults.join("\n"));
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |outcome| self.count(outcome);
        let (done, not_done) = (count(Outcome::Done), count(Outcome::NotDone));
        let (unknown, unanswered) = (count(Outcome::Unknown), count(Outcome::Unanswered));
        let cancelled = count(Outcome::Cancelled);
        write!(f, "{done} done, {not_done} not done, {unknown} unknown, {unanswered} unanswered, {cancelled} cancelled")
    }
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Reads the names of all people from the database itself.
pub(crate) async fn names(url: &str) -> Names {
    const SELECT: &str = "SELECT name FROM people";
    let names: Vec<String> = match url.strip_prefix("sqlite://") {
        Some(file) => {
            let rows: Vec<Name> = diesel::sql_query(SELECT).load(&mut sqlite_connection(file)).unwrap();
            rows.into_iter().map(|row| row.name).collect()
        }
        None => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            tokio::spawn(connection);
            client.query(SELECT, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
        }
    };
    let mut counts = Names::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}
