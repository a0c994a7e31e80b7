//! The program, run by a test.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The longest time that anything may take here.
const LONG: Duration = Duration::from_secs(30);

/// The program with both services, on ports of their own.
pub(crate) struct Pair {
    child: Option<Child>,
    pub(crate) front: SocketAddr,
    pub(crate) back: SocketAddr,
}

/// A port that nothing listens on.
pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// The program with arguments and variables, and no others that matter.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Pair {
    /// Starts `all`, without waiting.
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        let (front, back) = (free_address(), free_address());
        let mut command = command(&["all"]);
        command.env("FRONT_BIND", front.to_string()).env("BACK_BIND", back.to_string());
        command.envs(variables.iter().copied());
        Self { child: Some(command.spawn().unwrap()), front, back }
    }

    /// Starts `all`, and waits until both services listen.
    pub(crate) fn ready(variables: &[(&str, &str)]) -> Self {
        let pair = Self::start(variables);
        for address in [pair.front, pair.back] {
            wait("the services do not listen", || TcpStream::connect(address).is_ok());
        }
        pair
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.as_ref().unwrap().id();
        assert!(Command::new("sh").args(["-c", &format!("kill -{name} {id}")]).status().unwrap().success());
    }

    /// Waits for the end.
    pub(crate) fn output(mut self) -> Output {
        self.child.take().unwrap().wait_with_output().unwrap()
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

/// The whole response to `GET`.
pub(crate) fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

/// Waits until something is true.
pub(crate) fn wait(failure: &str, mut is_done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_done() {
        assert!(start.elapsed() < LONG, "{failure}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
