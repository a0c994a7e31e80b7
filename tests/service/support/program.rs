//! The program, run as its users run it.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_app");

/// `app`, in an environment that says nothing of a database or an address.
pub(crate) struct Program(Command);

impl Program {
    pub(crate) fn new(arguments: &[&str]) -> Self {
        Self::run(PROGRAM, arguments)
    }

    /// The script with which a container starts, where the program is installed.
    pub(crate) fn entrypoint(arguments: &[&str]) -> Self {
        let installed = Path::new(PROGRAM).parent().into_iter().map(ToOwned::to_owned);
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(installed.chain(env::split_paths(&path))).unwrap();
        let mut script = Self::run(concat!(env!("CARGO_MANIFEST_DIR"), "/entrypoint.sh"), arguments);
        script.0.env("PATH", path);
        script
    }

    fn run(program: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null());
        let ours = ["APP_", "CHECK_MIGRATION", "DATABASE_", "OTEL_", "POSTGRES_"];
        let is_ours = |name: &str| ours.iter().any(|prefix| name.starts_with(prefix));
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_ours) {
                command.env_remove(name);
            }
        }
        Self(command)
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn database(self, url: &str) -> Self {
        self.env("DATABASE_URL", url)
    }

    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Has it read a file as its standard input.
    pub(crate) fn input(mut self, file: &str) -> Self {
        self.0.stdin(std::fs::File::open(file).unwrap());
        self
    }

    pub(crate) fn output(mut self) -> Output {
        self.0.output().unwrap()
    }

    /// Runs it to its happy end and answers what it has printed.
    #[track_caller]
    pub(crate) fn succeeds(self) -> String {
        let output = self.output();
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), complaint.as_str()), (Some(0), ""));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs it to its end with a failure and answers the one line that says why.
    #[track_caller]
    pub(crate) fn fails(self) -> String {
        let line = self.complains();
        assert!(!line.contains('\n'), "one line: {line}");
        line
    }

    /// Runs it to its unhappy end and answers all that it says of it.
    #[track_caller]
    pub(crate) fn complains(self) -> String {
        let output = self.output();
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{complaint}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "{complaint}");
        let line = complaint.strip_suffix('\n').expect("the line is ended");
        line.strip_prefix("app: ").expect("it says who complains").to_owned()
    }

    pub(crate) fn spawn(mut self) -> Child {
        self.0.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Starts a server on some free port and waits until it says where.
    pub(crate) fn serves(self) -> Served {
        self.env("APP_BIND", "127.0.0.1:0").greets()
    }

    /// Starts a server where it is told to and waits until it says where.
    pub(crate) fn greets(self) -> Served {
        let mut child = self.spawn();
        let mut greeting = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        while !greeting.contains("Press Ctrl-C") {
            let read = output.read_line(&mut greeting).unwrap();
            assert!(read > 0, "it ended: {}", String::from_utf8_lossy(&child.wait_with_output().unwrap().stderr));
        }
        Served { child, greeting }
    }
}

/// A running server that logs for machines.
pub(crate) struct Logging {
    served: Served,
    lines: std::io::Lines<BufReader<std::process::ChildStderr>>,
    pub(crate) url: String,
    /// That of the admin port.
    pub(crate) admin: Option<String>,
}

impl Program {
    /// Starts a server on some free port and waits until its log says where.
    pub(crate) fn logs(self) -> Logging {
        let mut child = self.env("APP_LOG", "json").env("APP_BIND", "127.0.0.1:0").spawn();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(first["msg"], "serving", "{first}");
        let url = |key: &str| Some(format!("http://{}", first[key].as_str()?));
        let (url, admin) = (url("address").unwrap(), url("admin"));
        Logging { served: Served { child, greeting: String::new() }, lines, url, admin }
    }
}

impl Logging {
    /// Ends the server and answers the other lines of its log, each of which is an object.
    pub(crate) fn end(self) -> Vec<Value> {
        assert!(self.served.ends_by("TERM").success());
        self.lines.map(|line| line.unwrap()).map(|line| serde_json::from_str(&line).expect(&line)).collect()
    }
}

/// A running server; it does not outlive its test.
pub(crate) struct Served {
    child: Child,
    pub(crate) greeting: String,
}

impl Served {
    /// The URL of the list.
    pub(crate) fn people(&self) -> &str {
        let line = self.greeting.lines().find(|line| line.starts_with("people "));
        line.and_then(|line| line.split_whitespace().last()).expect("it says where the people are")
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.people().split('/').nth(2).and_then(|address| address.parse().ok()).expect("it is an address")
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: &str) {
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Sends a signal and waits for the end.
    pub(crate) fn ends_by(self, signal: &str) -> ExitStatus {
        self.signal(signal);
        self.ends().0
    }

    /// Waits for the end, and answers what it has complained of as well.
    pub(crate) fn ends(mut self) -> (ExitStatus, String) {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                let mut complaint = String::new();
                if let Some(mut stderr) = self.child.stderr.take() {
                    stderr.read_to_string(&mut complaint).unwrap();
                }
                return (status, complaint);
            }
            assert!(Instant::now() < deadline, "it goes on");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
