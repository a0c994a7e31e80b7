//! The program: both services with one command.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::Value;

use crate::support::{client, free_address, send};

const PROGRAM: &str = env!("CARGO_BIN_EXE_users");

/// The process, which is killed on drop.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have exited already.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::test]
async fn one_command_runs_both_on_a_new_file_with_sample_users() {
    let folder = tempfile::tempdir().unwrap();
    let (backend, frontend) = (free_address(), free_address());
    let mut command = Command::new(PROGRAM);
    command.arg("all").current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::piped());
    command.env_clear().env("BACKEND_BIND", backend.to_string()).env("FRONTEND_BIND", frontend.to_string());
    let mut running = Running(command.spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    for _ in 0..2 {
        lines.find(|line| line.contains("Press Ctrl-C")).expect("both start");
    }

    let (status, page) = send(client().get(format!("http://{frontend}/"))).await;
    assert_eq!((status, page.contains("5 names")), (200, true), "{page}");
    for name in ["Brinal Tovar", "Elira Menthal", "Kano Restin", "Lorit Vanel", "Tiana Dremor"] {
        assert!(page.contains(&format!("<span>{name}</span>")), "{page}");
    }
    let (status, users) = send(client().get(format!("http://{backend}/backend"))).await;
    assert_eq!((status, serde_json::from_str::<Value>(&users).unwrap().as_array().map(Vec::len)), (200, Some(5)));
    let posted = client().request(Method::POST, format!("http://{frontend}/")).form(&[("count", "5")]);
    assert_eq!(posted.send().await.unwrap().status(), 303);

    let kill = format!("kill -TERM {}", running.0.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let deadline = Instant::now() + Duration::from_secs(30);
    let status = loop {
        if let Some(status) = running.0.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < deadline, "it is still running");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
    assert!(folder.path().join("users.db").exists());
}
