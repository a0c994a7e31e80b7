//! The server of PostgreSQL is killed, or frozen.

use std::time::{Duration, Instant};

use tokio::task::block_in_place;
use tokio::time::sleep;

use super::load::Load;
use super::{Restarts, rounds};
use crate::support::{Cluster, Ledger, Outcome, TestApp, Write, WriteKind, Writer, migrate, names};

/// How long a killed server is down.
const DOWN: Duration = Duration::from_millis(200);

/// How long the clients write after the service has recovered.
const AFTERWARDS: Duration = Duration::from_millis(300);

/// The request timeout while the server is frozen.
const TIMEOUT: Duration = Duration::from_millis(300);

/// The time after which a server that was frozen has worked off what it had received.
const SETTLE_TIME: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_writes_survive_a_killed_database_server() {
    let Some(mut cluster) = Cluster::durable() else { return };
    migrate(cluster.url()).await;
    let app = TestApp::serve_on(cluster.url());
    let people = format!("{}/people", app.url());
    let (mut all, mut restarts) = (Ledger::default(), Restarts::default());
    for time in rounds() {
        let load = Load::start(&people);
        sleep(time).await;
        cluster.kill();
        sleep(DOWN).await;
        block_in_place(|| cluster.restart());
        restarts.0.push(wait_until_it_writes(&people).await);
        sleep(AFTERWARDS).await;

        let mut ledger = load.stop().await;
        assert_eq!(ledger.count(Outcome::Unanswered), 0, "{ledger}");
        ledger.verify(&names(cluster.url()).await);
        ledger.repeat_with_keys(&Writer::new(&people)).await;
        ledger.verify(&names(cluster.url()).await);
        all.extend(ledger);
    }
    assert!(all.count(Outcome::Done) > 10 * restarts.0.len() && all.count(Outcome::Unknown) > 0, "{all}");
    restarts.report("PostgreSQL killed", &all);
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_a_frozen_database_server_has_received_have_an_unknown_outcome() {
    let Some(cluster) = Cluster::durable() else { return };
    migrate(cluster.url()).await;
    let app = TestApp::serve_with_timeout(cluster.url(), TIMEOUT);
    let people = format!("{}/people", app.url());
    let (mut all, mut recoveries) = (Ledger::default(), Restarts::default());
    for (round, time) in rounds().enumerate() {
        let load = Load::start(&people);
        sleep(time).await;
        let frozen = cluster.freeze();
        // From the timeout until long after the outcome is said to be unknown.
        sleep(TIMEOUT + Duration::from_millis(700 * (round as u64 % 4))).await;
        drop(frozen);
        recoveries.0.push(wait_until_it_writes(&people).await);
        sleep(AFTERWARDS).await;

        let mut ledger = load.stop().await;
        assert_eq!(ledger.count(Outcome::Unanswered), 0, "{ledger}");
        sleep(SETTLE_TIME).await;
        ledger.verify(&names(cluster.url()).await);
        ledger.repeat_with_keys(&Writer::new(&people)).await;
        ledger.verify(&names(cluster.url()).await);
        all.extend(ledger);
    }
    assert!(all.count(Outcome::Done) > 10 * recoveries.0.len() && all.count(Outcome::Unknown) > 0, "{all}");
    recoveries.report("PostgreSQL frozen", &all);
}

/// Waits for the first successful write, and returns the time until then.
async fn wait_until_it_writes(people: &str) -> Duration {
    let (begin, writer) = (Instant::now(), Writer::new(people));
    while writer.perform(&Write::create(WriteKind::Create)).await != Outcome::Done {
        assert!(begin.elapsed() < Duration::from_secs(60), "the service does not recover");
        sleep(Duration::from_millis(5)).await;
    }
    begin.elapsed()
}
