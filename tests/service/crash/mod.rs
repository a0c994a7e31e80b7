//! The service or the database server is killed while it writes: what was acknowledged is stored, what was refused is not, and bulk requests
//! are stored as a whole or not at all.
//!
//! `CRASH_ROUNDS` is the number of times, few by default.

mod load;
mod server;

use std::env;
use std::io::Write as _;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::support::{Backend, Database, Ledger, Outcome, Program, Writer, names};
use load::Load;

on_both_databases!(acknowledged_writes_survive_a_killed_process);

/// The number of rounds, and how long each of them writes.
fn rounds() -> impl ExactSizeIterator<Item = Duration> {
    let rounds = env::var("CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    (0..rounds).map(|round| Duration::from_millis(300 + 150 * (round as u64 % 5)))
}

/// The times of restarts until the service responds again.
#[derive(Default)]
struct Restarts(Vec<Duration>);

impl Restarts {
    /// Writes what was measured.
    fn report(mut self, name: &str, ledger: &Ledger) {
        self.0.sort_unstable();
        let Self(times) = self;
        let (median, max) = (times[times.len() / 2], times[times.len() - 1]);
        let line =
            format!("{name}: {} times; {ledger}; ready again after {median:.0?}, at most {max:.0?}\n", times.len());
        // Written directly, because the output of macros is captured while tests pass.
        std::io::stderr().write_all(line.as_bytes()).ok();
    }
}

async fn acknowledged_writes_survive_a_killed_process(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let (mut all, mut restarts) = (Ledger::default(), Restarts::default());
    let mut server = Program::new(&["serve"]).database(database.url()).serves();
    for time in rounds() {
        let load = Load::start(server.people());
        sleep(time).await;
        server.stop_with("KILL");
        let mut ledger = load.stop().await;

        let begin = Instant::now();
        server = Program::new(&["serve"]).database(database.url()).serves();
        restarts.0.push(begin.elapsed());
        assert_eq!(ledger.count(Outcome::Unknown) + ledger.count(Outcome::NotDone), 0, "{ledger}");
        ledger.verify(&names(database.url()).await);
        ledger.repeat_with_keys(&Writer::new(server.people())).await;
        ledger.verify(&names(database.url()).await);
        all.extend(ledger);
    }
    assert!(all.count(Outcome::Done) > 10 * restarts.0.len(), "{all}");
    restarts.report(&format!("service on {backend:?} killed"), &all);
}
