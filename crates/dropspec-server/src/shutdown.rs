//! Graceful shutdown.

use std::future::pending;
use std::io;
use std::pin::pin;
use std::process::exit;
use std::thread;
use std::time::Duration;

use dropspec_telemetry::flush;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tracing::{info, warn};

use crate::dropshot::ListenerError;
use crate::server::Server;

/// How long dropshot takes to notice that it is to accept no more connections.
const CLOSE_DELAY: Duration = Duration::from_millis(20);

/// The signals that request a shutdown: `SIGTERM`, and `SIGINT`, which is Ctrl-C.
#[derive(Debug)]
pub struct ShutdownSignal {
    /// Ends when standard input is closed.
    stdin: Option<oneshot::Receiver<()>>,
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
            let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
            Ok(Self { stdin: None, terminate, interrupt })
        }
        #[cfg(not(unix))]
        Ok(Self { stdin: None })
    }

    /// Counts the end of standard input as the first signal. A process whose standard input is a pipe thus ends with the one at the other end
    /// of it, however that ends.
    ///
    /// # Errors
    /// When the system rejects it.
    pub fn or_end_of_stdin(self) -> io::Result<Self> {
        let (sender, receiver) = oneshot::channel();
        // A thread of its own: the end of a runtime waits for the threads of that.
        thread::Builder::new().name("stdin".to_owned()).spawn(move || {
            // An error is the end, too.
            let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
            // The receiver is gone if a signal came first.
            let _ = sender.send(());
        })?;
        Ok(Self { stdin: Some(receiver), ..self })
    }

    /// Waits until a shutdown is requested.
    pub async fn requested(&mut self) {
        let stdin = self.stdin.take();
        let stdin = async {
            match stdin {
                Some(stdin) => {
                    let _ = stdin.await;
                }
                None => pending().await,
            }
        };
        tokio::select! {
            _ = self.recv() => {}
            () = stdin => {}
        }
    }

    /// Waits for the next signal. Returns its number.
    pub async fn recv(&mut self) -> i32 {
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
                pending::<()>().await;
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
            () = signal.requested() => {}
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
