//! Writes whose time is over while they wait, or whose clients leave: once everything is over, it turns out that all responses were true.
//!
//! `TRUTH_REQUESTS` is the number of such writes, few by default.

mod commits;
mod leaving;
mod obstacle;
mod retries;
mod target;

use std::env;
use std::io::Write as _;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::time::sleep;

use crate::support::{Backend, Ledger, Lock, Outcome, TestApp, Write, WriteKind, Writer, names};
use leaving::{Leave, send_and_leave};
use obstacle::Obstacle;
use target::Target;

on_both_databases!(responses_to_interrupted_writes_are_true);

/// The request timeout.
const TIMEOUT: Duration = Duration::from_millis(300);

/// How long obstacles stay, in milliseconds: until the timeout, during the time in which statements are cancelled, and longer.
const TIMES: [u64; 9] = [300, 1700, 310, 600, 305, 1290, 320, 800, 350];

/// The number of writes of a kind at a time. Together they are no more than the connections of the pool.
fn copies(kind: WriteKind) -> usize {
    // More than run at the same time, so that some go together.
    if kind == WriteKind::Create { 12 } else { 2 }
}

/// The number of writes that have to succeed afterwards, more than there are connections.
const AFTERWARDS: usize = 20;

/// The longest time until all connections are free again.
const RECOVERY_TIME: Duration = Duration::from_secs(20);

/// The time after which no statement runs any more.
const SETTLE_TIME: Duration = Duration::from_secs(3);

fn requests() -> usize {
    env::var("TRUTH_REQUESTS").ok().and_then(|requests| requests.parse().ok()).unwrap_or(60)
}

/// The number of writes that were interrupted.
fn interrupted(ledger: &Ledger) -> usize {
    ledger.count(Outcome::NotDone) + ledger.count(Outcome::Unknown) + ledger.count(Outcome::Cancelled)
}

async fn responses_to_interrupted_writes_are_true(backend: Backend) {
    let Some(target) = Target::start(backend).await else { return };
    let app = TestApp::serve_with_timeout(target.url(), TIMEOUT);
    let writer = Writer::new(format!("{}/people", app.url()));
    let mut ledger = Ledger::default();
    for round in 0.. {
        if interrupted(&ledger) >= requests() {
            break;
        }
        for (index, obstacle) in Obstacle::of(backend).iter().enumerate() {
            // Different for each of the obstacles.
            let time = Duration::from_millis(TIMES[(2 * index + round) % TIMES.len()]);
            send_during(*obstacle, time, &target, &writer, &mut ledger).await;
            expect_success(&writer, &mut ledger).await;
        }
        let leave = if round % 2 == 0 { Leave::Fin } else { Leave::Rst };
        leave_during_lock(leave, &target, &app, &writer, &mut ledger).await;
        expect_success(&writer, &mut ledger).await;
    }
    sleep(SETTLE_TIME).await;
    ledger.verify(&names(target.url()).await);
    let line = format!("interrupted writes on {backend:?}: {ledger}\n");
    ledger.repeat_with_keys(&writer).await;
    ledger.verify(&names(target.url()).await);
    // Written directly, because the output of macros is captured while tests pass.
    std::io::stderr().write_all(line.as_bytes()).ok();
}

/// Creates a row. On a slow machine it takes more than one attempt.
async fn row(writer: &Writer, ledger: &mut Ledger) -> Write {
    loop {
        let row = Write::create(WriteKind::CreateWithUuid);
        match writer.perform(&row).await {
            Outcome::Done => return row,
            outcome => ledger.record(row, outcome),
        }
    }
}

/// Writes of each kind that an obstacle stops, and the rows that they change.
async fn writes(obstacle: Obstacle, writer: &Writer, ledger: &mut Ledger) -> Vec<Write> {
    let kinds = WriteKind::ALL.into_iter().filter(|kind| obstacle.stops(*kind));
    let mut writes = Vec::new();
    for kind in kinds.flat_map(|kind| std::iter::repeat_n(kind, copies(kind))) {
        if kind.changes_a_row() {
            writes.push(Write::change(kind, &row(writer, ledger).await));
        } else {
            writes.push(Write::create(kind));
        }
    }
    writes
}

async fn send_during(obstacle: Obstacle, time: Duration, target: &Target, writer: &Writer, ledger: &mut Ledger) {
    let writes = writes(obstacle, writer, ledger).await;
    let sending = join_all(writes.iter().map(|write| writer.perform(write)));
    let outcomes = obstacle.hold(target, &writes, time, sending).await;
    for (write, outcome) in writes.into_iter().zip(outcomes) {
        ledger.record(write, outcome);
    }
}

async fn leave_during_lock(leave: Leave, target: &Target, app: &TestApp, writer: &Writer, ledger: &mut Ledger) {
    let writes = writes(Obstacle::LockedTable, writer, ledger).await;
    let lock = Lock::acquire(target.url(), Lock::TABLE).await;
    join_all(writes.iter().map(|write| send_and_leave(app.address(), write, leave))).await;
    target.wait_until_cancelled().await;
    lock.release().await;
    for write in writes {
        ledger.record(write, Outcome::Cancelled);
    }
}

/// Writes as many rows at once as to need every connection, until all succeed.
async fn expect_success(writer: &Writer, ledger: &mut Ledger) {
    let begin = Instant::now();
    let mut is_free = false;
    while !is_free {
        assert!(begin.elapsed() < RECOVERY_TIME, "not all connections are free again");
        is_free = true;
        let writes = (0..AFTERWARDS).map(|_| Write::create(WriteKind::Create));
        for (write, outcome) in join_all(writes.map(async |write| (write.clone(), writer.perform(&write).await))).await
        {
            is_free &= outcome == Outcome::Done;
            ledger.record(write, outcome);
        }
    }
}
