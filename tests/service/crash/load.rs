//! Clients that write without a pause.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::support::{Ledger, Outcome, Write, WriteKind, Writer};

/// The number of clients, each with a connection of its own.
const WRITERS: usize = 16;

/// How long a client waits after a write that was not done.
const PAUSE: Duration = Duration::from_millis(20);

/// Clients that write all kinds of writes until they are stopped, or receive no response.
pub(super) struct Load {
    clients: JoinSet<Ledger>,
    is_over: Arc<AtomicBool>,
}

impl Load {
    pub(super) fn start(people: &str) -> Self {
        let (mut clients, is_over) = (JoinSet::new(), Arc::new(AtomicBool::new(false)));
        for _ in 0..WRITERS {
            clients.spawn(write_until(Arc::clone(&is_over), Writer::new(people)));
        }
        Self { clients, is_over }
    }

    /// Stops the clients and returns what they know.
    pub(super) async fn stop(self) -> Ledger {
        self.is_over.store(true, Ordering::Relaxed);
        let mut all = Ledger::default();
        for ledger in self.clients.join_all().await {
            all.extend(ledger);
        }
        all
    }
}

async fn write_until(is_over: Arc<AtomicBool>, writer: Writer) -> Ledger {
    let mut ledger = Ledger::default();
    for kind in WriteKind::ALL.into_iter().cycle() {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let first = if kind.changes_a_row() { WriteKind::CreateWithUuid } else { kind };
        let mut write = Write::create(first);
        let mut outcome = writer.perform(&write).await;
        if kind.changes_a_row() && outcome == Outcome::Done {
            write = Write::change(kind, &write);
            outcome = writer.perform(&write).await;
        }
        ledger.record(write, outcome);
        match outcome {
            Outcome::Done => {}
            Outcome::NotDone | Outcome::Unknown => sleep(PAUSE).await,
            Outcome::Unanswered | Outcome::Cancelled => break,
        }
    }
    ledger
}
