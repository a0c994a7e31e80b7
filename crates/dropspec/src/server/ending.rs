//! The end of a server that is told to end.

use std::io;
use std::process::exit;
use std::time::Duration;

use slog::{info, warn};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{sleep, timeout};

use super::{Server, socket};
use crate::observe::flush;

/// How long dropshot has to notice that it is to take no more connections.
const NOTICE: Duration = Duration::from_millis(20);

/// What tells a process to end: `SIGTERM`, and `SIGINT`, which is Ctrl-C.
#[derive(Debug)]
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on the process does not end by itself when it is told to.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// The next one, by its number.
    async fn next(&mut self) -> i32 {
        let kind = tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = self.interrupt.recv() => SignalKind::interrupt(),
        };
        kind.as_raw_value()
    }
}

impl<A: Send + Sync + 'static> Server<A> {
    /// Serves until the process is told to end, and ends without losing a request: first it says that it is not ready
    /// (`/health/ready`), and asks those who are connected to go elsewhere, but serves on for [`Drain::delay`](super::Drain::delay);
    /// then it takes no more connections and waits for the requests under way, for at most
    /// [`Drain::timeout`](super::Drain::timeout). The log says how many it did not wait for.
    ///
    /// A second signal ends the process at once, with 128 and its number, as if nobody had waited for it.
    ///
    /// # Errors
    /// When the server had failed before.
    pub async fn run_until_told(self, mut signals: Signals) -> Result<(), String> {
        let failed = self.transport.wait_for_shutdown();
        tokio::select! {
            _ = signals.next() => {}
            outcome = failed => return outcome,
        }
        tokio::select! {
            outcome = self.drain() => {
                flush();
                outcome
            }
            number = signals.next() => {
                flush();
                exit(128 + number)
            }
        }
    }

    async fn drain(self) -> Result<(), String> {
        let Self { transport, gate, drain, log, .. } = self;
        let address = transport.local_addr();
        gate.end();
        info!(log, "told to end"; "under_way" => gate.traffic().total(), "delay" => ?drain.delay);
        sleep(drain.delay).await;
        let refusing = async {
            sleep(NOTICE).await;
            socket::refuse(address);
        };
        let closing = async { tokio::join!(transport.close(), refusing).0 };
        let outcome = timeout(drain.timeout, closing).await;
        if outcome.is_err() {
            warn!(log, "requests are given up"; "under_way" => gate.traffic().total(), "after" => ?drain.timeout);
        }
        outcome.unwrap_or(Ok(()))
    }
}
