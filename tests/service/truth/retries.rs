//! Clients that repeat their writes as `Retry-After` tells them.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::sleep;

use super::obstacle::Obstacle;
use super::target::Target;
use super::{SETTLE_TIME, TIMEOUT};
use crate::support::{Backend, Ledger, Outcome, TestApp, Write, WriteKind, Writer, names};

on_both_databases!(a_client_that_retries_as_told_stores_one_row);

/// Long enough for two attempts.
const TIME: Duration = Duration::from_millis(1800);

const CLIENTS: usize = 4;

/// Retries writes of a kind, and asserts that each is stored once if it is known to be stored, and never more than once.
async fn retry(kind: WriteKind, obstacle: Obstacle, target: &Target, writer: &Writer) -> Ledger {
    let writes: Vec<Write> = (0..CLIENTS).map(|_| Write::create(kind)).collect();
    let sending = join_all(writes.iter().map(|write| writer.perform_as_told(write)));
    let outcomes = obstacle.hold(target, &writes, TIME, sending).await;
    let mut ledger = Ledger::default();
    for (write, outcome) in writes.into_iter().zip(outcomes) {
        ledger.record(write, outcome);
    }
    sleep(SETTLE_TIME).await;
    ledger.verify(&names(target.url()).await);
    ledger
}

async fn a_client_that_retries_as_told_stores_one_row(backend: Backend) {
    let Some(target) = Target::start(backend).await else { return };
    let app = TestApp::serve_with_timeout(target.url(), TIMEOUT);
    let writer = Writer::new(format!("{}/people", app.url()));
    let done = |ledger: &Ledger| ledger.count(Outcome::Done);
    for kind in [WriteKind::Create, WriteKind::CreateOnce] {
        assert_eq!(done(&retry(kind, Obstacle::LockedTable, &target, &writer).await), CLIENTS, "{kind:?}");
    }
    if let Backend::Postgres = backend {
        let frozen = Obstacle::FrozenServer;
        assert_eq!(done(&retry(WriteKind::CreateOnce, frozen, &target, &writer).await), CLIENTS);
        // Without a key there is no Retry-After.
        let without_key = retry(WriteKind::Create, frozen, &target, &writer).await;
        assert!(without_key.count(Outcome::Unknown) > 0, "{without_key}");
    }
}
