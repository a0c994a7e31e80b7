//! A PostgreSQL server in a folder of its own, which can be killed, frozen and restarted.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use super::postgres::{binaries, execute, explain, supervise};

const START_TIMEOUT: Duration = Duration::from_secs(60);
const RETRY_INTERVAL: Duration = Duration::from_millis(10);

/// A server that stops on drop, and when the test process ends.
pub(crate) struct Cluster {
    url: String,
    /// The process that the others of the server are children of.
    postmaster: u32,
    /// `None` only when dropped.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    supervisor: Child,
}

impl Cluster {
    /// Starts a server that keeps what it has acknowledged. Returns `None` if PostgreSQL is not installed because `TEST_DATABASE_URL` names
    /// a server elsewhere.
    pub(crate) fn durable() -> Option<Self> {
        let is_elsewhere = env::var("TEST_DATABASE_URL").is_ok_and(|url| !url.is_empty()) && binaries().is_none();
        if is_elsewhere {
            return None;
        }
        let (url, mut supervisor) = supervise(&["max_connections=200"]);
        let (input, output) = (supervisor.stdin.take(), supervisor.stdout.take().expect("it is piped"));
        let mut cluster = Self { url, postmaster: 0, input, output: BufReader::new(output), supervisor };
        cluster.wait_until_ready();
        Some(cluster)
    }

    /// Returns the URL of the maintenance database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Kills all processes of the server with `SIGKILL`.
    pub(crate) fn kill(&self) {
        signal("KILL", &self.stopped_processes());
    }

    /// Starts the server again after it was killed, and waits until it accepts connections.
    pub(crate) fn restart(&mut self) {
        self.request_start();
        self.wait_until_ready();
    }

    /// Stops all processes of the server with `SIGSTOP`, until the guard is dropped. Clients can connect, but nothing responds.
    pub(crate) fn freeze(&self) -> Frozen {
        let processes = self.stopped_processes();
        signal("STOP", &processes);
        Frozen(processes)
    }

    /// Returns all processes. The first, which starts the others, is stopped before they are listed.
    fn stopped_processes(&self) -> Vec<u32> {
        signal("STOP", &[self.postmaster]);
        let mut processes = vec![self.postmaster];
        processes.extend(children(self.postmaster));
        processes
    }

    fn request_start(&mut self) {
        let input = self.input.as_mut().expect("it is not dropped");
        input.write_all(b"\n").expect("the supervisor runs");
    }

    fn wait_until_ready(&mut self) {
        let deadline = Instant::now() + START_TIMEOUT;
        self.read_process_id();
        while let Err(error) = execute(&self.url, "SELECT") {
            let has_failed = self.supervisor.try_wait().is_ok_and(|status| status.is_some());
            assert!(!has_failed && Instant::now() < deadline, "PostgreSQL did not start: {}", explain(&error));
            thread::sleep(RETRY_INTERVAL);
            // A process of the killed server may have lived on for a moment; the shared memory is in use until it ends.
            if parent(self.postmaster).is_none() {
                self.request_start();
                self.read_process_id();
            }
        }
    }

    fn read_process_id(&mut self) {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the supervisor writes UTF-8");
        self.postmaster = line.trim().parse().unwrap_or_else(|_| panic!("initdb failed: {}", self.log()));
    }

    /// Returns the log of a supervisor that has ended.
    fn log(&mut self) -> String {
        let stderr = self.supervisor.stderr.take().map(std::io::read_to_string);
        stderr.and_then(Result::ok).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nobody reads the log, and the supervisor must not wait for a reader.
        drop((self.input.take(), self.supervisor.stderr.take()));
        self.supervisor.wait().ok();
    }
}

/// A server that is stopped until this is dropped.
pub(crate) struct Frozen(Vec<u32>);

impl Drop for Frozen {
    fn drop(&mut self) {
        signal("CONT", &self.0);
    }
}

/// Sends a signal. A process may have ended already.
fn signal(signal: &str, processes: &[u32]) {
    let processes: Vec<String> = processes.iter().map(u32::to_string).collect();
    let kill = format!("kill -{signal} {} 2>/dev/null", processes.join(" "));
    Command::new("sh").args(["-c", &kill]).status().expect("`sh` starts");
}

fn children(process: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").expect("there is /proc").flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    processes.filter(|child| parent(*child) == Some(process)).collect()
}

/// Returns the parent of a process that runs.
fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in parentheses, may contain spaces.
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let state = fields.next()?;
    fields.next()?.parse().ok().filter(|_| state != "Z")
}
