//! Background tasks that end. It is a program of its own, since they log from their own threads.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use dropspec_http::{BackgroundTask, BoxError, Shutdown};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

/// The lines of all tests.
static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Lines;

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        LINES.lock().unwrap().push(line.0);
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

/// The lines about a task.
fn lines(task: &str) -> Vec<String> {
    let name = format!("task={task:?}");
    LINES.lock().unwrap_or_else(PoisonError::into_inner).iter().filter(|line| line.contains(&name)).cloned().collect()
}

/// Starts a task, whose work gets the number of the run. Returns the numbers as well.
fn start(
    name: &'static str,
    mut work: impl FnMut(u32, &Shutdown) -> Result<(), BoxError> + Send + 'static,
) -> (BackgroundTask, Receiver<u32>) {
    static LOG: Once = Once::new();
    LOG.call_once(|| tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Lines)).unwrap());
    let (sender, runs) = channel();
    let mut run = 0;
    let task = BackgroundTask::spawn(name, move |shutdown| {
        run += 1;
        sender.send(run).unwrap();
        work(run, shutdown)
    });
    (task.unwrap(), runs)
}

fn next(runs: &Receiver<u32>) -> u32 {
    runs.recv_timeout(Duration::from_secs(20)).unwrap()
}

fn until_shutdown(shutdown: &Shutdown) -> Result<(), BoxError> {
    while !shutdown.wait(Duration::from_secs(60)) {}
    Ok(())
}

#[test]
fn a_task_that_ends_is_restarted_and_logged() {
    let (task, runs) = start("ends", |run, shutdown| match run {
        1 => panic!("number {run}"),
        2 => Err("no luck".into()),
        3 => Ok(()),
        _ => until_shutdown(shutdown),
    });
    assert_eq!([(); 4].map(|()| next(&runs)), [1, 2, 3, 4]);
    drop(task);
    let lines = lines("ends");
    let causes = [
        r#"cause="panic: number 1" pause=100ms"#,
        r#"cause="no luck" pause=200ms"#,
        r#"cause="it returned" pause=400ms"#,
    ];
    assert_eq!(lines.len(), causes.len(), "{lines:#?}");
    for (line, cause) in lines.iter().zip(causes) {
        assert!(line.contains("ERROR") && line.contains("background task ended") && line.contains(cause), "{line}");
    }
}

#[test]
fn a_shutdown_is_quiet() {
    let ended = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&ended);
    let (task, runs) = start("quiet", move |_, shutdown| {
        until_shutdown(shutdown)?;
        count.fetch_add(1, Ordering::Relaxed);
        panic!("at the very end")
    });
    next(&runs);
    drop(task);
    let begun = Instant::now();
    // The sender is dropped when the thread ends.
    assert!(runs.recv_timeout(Duration::from_secs(20)).is_err());
    assert!(begun.elapsed() < Duration::from_secs(10), "it is woken");
    assert_eq!((ended.load(Ordering::Relaxed), lines("quiet").len()), (1, 0));
}

#[test]
fn a_task_that_waits_for_its_restart_ends_with_the_shutdown() {
    let (task, runs) = start("pauses", |_, _| Err("never".into()));
    while next(&runs) < 3 {}
    drop(task);
    thread::sleep(Duration::from_millis(50));
    let before = runs.try_iter().count();
    assert!(runs.recv_timeout(Duration::from_secs(20)).is_err(), "it has run {before} times more");
}
