//! Graceful shutdown.

use std::io;
use std::pin::pin;
use std::process::exit;
use std::time::Duration;

use dropspec_telemetry::flush;
use tokio::time::{sleep, timeout};
use tracing::{info, warn};

use crate::dropshot::ListenerError;
use crate::server::Server;

/// How long dropshot takes to notice that it is to accept no more connections.
const CLOSE_DELAY: Duration = Duration::from_millis(20);

/// The signals that request a shutdown: `SIGTERM`, and `SIGINT`, which is Ctrl-C.
#[derive(Debug)]
pub struct ShutdownSignal {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl ShutdownSignal {
    /// Catches the signals, which from now on do not end the process by themselves.
    ///
    /// # Errors
    /// When the system rejects it.
    pub fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Waits for the next signal. Returns its number.
    async fn recv(&mut self) -> i32 {
        #[cfg(unix)]
        {
            use tokio::signal::unix::SignalKind;
            let kind = tokio::select! {
                _ = self.terminate.recv() => SignalKind::terminate(),
                _ = self.interrupt.recv() => SignalKind::interrupt(),
            };
            kind.as_raw_value()
        }
        #[cfg(not(unix))]
        {
            // A process without a console gets no Ctrl-C.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            2
        }
    }
}

impl<A: Send + Sync + 'static> Server<A> {
    /// Serves until a signal requests a shutdown, and shuts down without losing a request: first the server reports that it is not ready
    /// (`/health/ready`) and asks clients to close their connections, but goes on to serve for [`Drain::delay`](crate::Drain::delay); then
    /// it refuses new connections and waits for requests in flight, for at most [`Drain::timeout`](crate::Drain::timeout). The log has the
    /// number of those that are aborted.
    ///
    /// A second signal ends the process at once, with 128 and the number of the signal, as if it had not been caught.
    ///
    /// # Errors
    /// When the server has stopped by itself.
    pub async fn run_until_shutdown(self, mut signal: ShutdownSignal) -> Result<(), ListenerError> {
        tokio::select! {
            _ = signal.recv() => {}
            stopped = self.listener.stopped() => return stopped,
        }
        tokio::select! {
            result = self.shut_down() => {
                flush();
                result
            }
            number = signal.recv() => {
                flush();
                exit(128 + number)
            }
        }
    }

    async fn shut_down(self) -> Result<(), ListenerError> {
        let Self { listener, state, drain, .. } = self;
        state.shutdown.request();
        info!(in_flight = state.in_flight.total(), delay = ?drain.delay, "shutdown requested");
        sleep(drain.delay).await;
        let address = listener.local_address();
        let refusing = async {
            sleep(CLOSE_DELAY).await;
            // Where no descriptor is left, one is free soon: connections are being closed.
            while crate::dropshot::refuse_connections(address).is_err() {
                sleep(CLOSE_DELAY).await;
            }
        };
        let closing = async {
            let mut closing = pin!(listener.close());
            tokio::select! {
                result = &mut closing => result,
                () = refusing => closing.await,
            }
        };
        let result = timeout(drain.timeout, closing).await;
        if result.is_err() {
            let in_flight = state.in_flight.total();
            warn!(in_flight, after = ?drain.timeout, "shutdown timeout, aborting in-flight requests");
        }
        result.unwrap_or(Ok(()))
    }
}
