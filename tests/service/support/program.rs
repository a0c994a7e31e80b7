//! Runs the program as a child process.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_app");

/// An invocation of `app` in an environment without variables that configure it.
pub(crate) struct Program(Command);

impl Program {
    pub(crate) fn new(arguments: &[&str]) -> Self {
        Self::run(PROGRAM, arguments)
    }

    /// An invocation of `entrypoint.sh` with `app` on the `PATH`.
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

    /// Uses a file as standard input.
    pub(crate) fn input(mut self, file: &str) -> Self {
        self.0.stdin(std::fs::File::open(file).unwrap());
        self
    }

    pub(crate) fn output(mut self) -> Output {
        self.0.output().unwrap()
    }

    /// Runs the program, asserts success, and returns its standard output.
    #[track_caller]
    pub(crate) fn succeeds(self) -> String {
        let output = self.output();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs the program, asserts failure, and returns its one-line error message.
    #[track_caller]
    pub(crate) fn fails(self) -> String {
        let line = self.fails_with_output();
        assert!(!line.contains('\n'), "one line: {line}");
        line
    }

    /// Runs the program, asserts failure, and returns its whole error message.
    #[track_caller]
    pub(crate) fn fails_with_output(self) -> String {
        let output = self.output();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "{stderr}");
        let line = stderr.strip_suffix('\n').expect("the message ends with a newline");
        line.strip_prefix("app: ").expect("the message starts with the program name").to_owned()
    }

    pub(crate) fn spawn(mut self) -> Child {
        self.0.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Starts a server on a free port and waits for its banner.
    pub(crate) fn serves(self) -> RunningServer {
        self.env("APP_BIND", "127.0.0.1:0").serves_as_configured()
    }

    /// Starts a server at the configured address and waits for its banner.
    pub(crate) fn serves_as_configured(self) -> RunningServer {
        let mut child = self.spawn();
        let mut banner = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        while !banner.contains("Press Ctrl-C") {
            let read = output.read_line(&mut banner).unwrap();
            assert!(read > 0, "it exited: {}", String::from_utf8_lossy(&child.wait_with_output().unwrap().stderr));
        }
        RunningServer { child, banner }
    }
}

/// A running server with a JSON log.
pub(crate) struct LoggedServer {
    server: RunningServer,
    lines: std::io::Lines<BufReader<std::process::ChildStderr>>,
    pub(crate) url: String,
    /// URL of the admin port.
    pub(crate) admin: Option<String>,
}

impl Program {
    /// Starts a server on a free port and waits for its first log line.
    pub(crate) fn logs(self) -> LoggedServer {
        let mut child = self.env("APP_LOG", "json").env("APP_BIND", "127.0.0.1:0").spawn();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        assert_eq!(first["msg"], "serving", "{first}");
        let url = |key: &str| Some(format!("http://{}", first[key].as_str()?));
        let (url, admin) = (url("address").unwrap(), url("admin"));
        LoggedServer { server: RunningServer { child, banner: String::new() }, lines, url, admin }
    }
}

impl LoggedServer {
    /// Stops the server and returns the remaining lines of its log.
    pub(crate) fn stop(self) -> Vec<Value> {
        assert!(self.server.stop_with("TERM").success());
        self.lines.map(|line| line.unwrap()).map(|line| serde_json::from_str(&line).expect(&line)).collect()
    }
}

/// A running server that is killed on drop.
pub(crate) struct RunningServer {
    child: Child,
    pub(crate) banner: String,
}

impl RunningServer {
    /// Returns the URL of the list.
    pub(crate) fn people(&self) -> &str {
        let line = self.banner.lines().find(|line| line.starts_with("people "));
        line.and_then(|line| line.split_whitespace().last()).expect("the banner has the URL of the list")
    }

    /// Returns the address that the server listens on.
    pub(crate) fn address(&self) -> SocketAddr {
        self.people().split('/').nth(2).and_then(|address| address.parse().ok()).expect("the URL has an address")
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: &str) {
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Sends a signal and waits until the process exits.
    pub(crate) fn stop_with(self, signal: &str) -> ExitStatus {
        self.signal(signal);
        self.wait().0
    }

    /// Waits until the process exits and returns its status and standard error.
    pub(crate) fn wait(mut self) -> (ExitStatus, String) {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                let mut output = String::new();
                if let Some(mut stderr) = self.child.stderr.take() {
                    stderr.read_to_string(&mut output).unwrap();
                }
                return (status, output);
            }
            assert!(Instant::now() < deadline, "the process is still running");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        // It may have exited already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
