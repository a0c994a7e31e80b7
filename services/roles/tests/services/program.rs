//! The program, which runs all services with one command.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};

use reqwest::{Client, get};

const PROGRAM: &str = env!("CARGO_BIN_EXE_roles");

/// The services with the prefixes of their variables.
const SERVICES: [(&str, &str); 5] =
    [("page", "PAGE"), ("role", "ROLE"), ("stat", "STAT"), ("description", "DESCRIPTION"), ("move", "MOVE")];

/// The program with these arguments, in an environment without variables that configure it.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let is_ours = |name: &str| SERVICES.iter().any(|(_, prefix)| name.starts_with(&format!("{prefix}_")));
        if name.to_str().is_some_and(is_ours) {
            command.env_remove(name);
        }
    }
    command
}

fn output(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = program(arguments).output().unwrap();
    assert!(status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

/// A port that is free now.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// All services, which are stopped on drop.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // With SIGKILL, the services would notice only when they read their standard input.
        Command::new("kill").arg(self.0.id().to_string()).status().ok();
        self.0.wait().ok();
    }
}

#[tokio::test]
async fn one_command_runs_all_services() {
    let mut command = program(&["all"]);
    let addresses = SERVICES.map(|(_, prefix)| (format!("{prefix}_BIND"), free_address()));
    command.envs(addresses.iter().cloned()).stdout(Stdio::piped());
    let mut running = Running(command.spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    for _ in SERVICES {
        lines.find(|line| line.ends_with("Press Ctrl-C to stop.")).expect("each service starts");
    }
    let page = &addresses[0].1;
    let response = get(format!("http://{page}/?name=Ada")).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.text().await.unwrap().contains("Ada"));
    let stat = Client::new().post(format!("http://{}/post/rpgrole", addresses[2].1));
    let stat = stat.header("content-type", "text/plain").body("Demon King").send().await.unwrap();
    assert_eq!(stat.text().await.unwrap(), "HP: 10,000 MP: 5000");
    for (_, address) in &addresses {
        assert_eq!(get(format!("http://{address}/health/ready")).await.unwrap().status(), 200);
    }
    drop(running);
    for (_, address) in &addresses {
        assert!(TcpListener::bind(address).is_ok(), "{address} is free again");
    }
}

#[test]
fn every_service_has_a_command_and_a_document() {
    let help = output(&["--help"]);
    for ((name, prefix), port) in SERVICES.into_iter().zip(5000..) {
        assert!(help.contains(&format!("  {name} ")), "{help}");
        let help = output(&[name, "--help"]);
        assert!(help.contains(&format!("127.0.0.1:{port}")) && help.contains(&format!("{prefix}_BIND")), "{help}");
        let title = name[..1].to_uppercase() + &name[1..];
        assert!(output(&[name, "openapi"]).contains(&format!("title: {title}\n")), "{name}");
    }
}

#[test]
fn no_service_has_a_database() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", "roles", "--edges", "normal", "--prefix", "none"])
        .output();
    let tree = String::from_utf8(tree.unwrap().stdout).unwrap();
    assert!(tree.contains("dropspec-client"), "{tree}");
    for driver in ["diesel", "libsqlite3-sys", "tokio-postgres", "dropspec-db"] {
        assert!(!tree.contains(driver), "{driver} is compiled");
    }
}
