//! The server of PostgreSQL is killed.

use std::time::{Duration, Instant};

use tokio::task::block_in_place;
use tokio::time::sleep;

use super::load::Load;
use super::{Restarts, rounds};
use crate::support::{Cluster, Ledger, Outcome, TestApp, Write, WriteKind, Writer, migrate, names};

/// How long the server is down.
const DOWN: Duration = Duration::from_millis(200);

/// How long the clients write after the service has recovered.
const AFTERWARDS: Duration = Duration::from_millis(300);

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
        let begin = Instant::now();
        block_in_place(|| cluster.restart());
        restarts.0.push(wait_until_it_writes(&people, begin).await);
        sleep(AFTERWARDS).await;

        let mut ledger = load.stop().await;
        assert_eq!(ledger.count(Outcome::Unanswered), 0, "{ledger}");
        ledger.verify(&names(cluster.url()).await);
        ledger.repeat_with_keys(&Writer::new(&people)).await;
        ledger.verify(&names(cluster.url()).await);
        all.extend(ledger);
    }
    assert!(all.count(Outcome::Done) > 10 * restarts.0.len() && all.count(Outcome::Unknown) > 0, "{all}");
    restarts.report("PostgreSQL", &all);
}

/// Waits for the first successful write, and returns the time since the server was started.
async fn wait_until_it_writes(people: &str, begin: Instant) -> Duration {
    let writer = Writer::new(people);
    while writer.perform(&Write::create(WriteKind::Create)).await != Outcome::Done {
        assert!(begin.elapsed() < Duration::from_secs(60), "the service does not recover");
        sleep(Duration::from_millis(5)).await;
    }
    begin.elapsed()
}
