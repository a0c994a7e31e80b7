//! The cases.

use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::process::{Pair, command, free_address, get, wait};

/// All cases with their names.
pub(crate) const ALL: [(&str, fn()); 9] = [
    ("services_find_each_other", services_find_each_other),
    ("a_service_that_is_required_makes_the_other_ready", a_service_that_is_required_makes_the_other_ready),
    ("requests_in_flight_are_completed", requests_in_flight_are_completed),
    ("a_service_that_ends_ends_the_program", a_service_that_ends_ends_the_program),
    ("services_end_with_a_program_that_is_killed", services_end_with_a_program_that_is_killed),
    ("variables_of_other_services_are_no_errors", variables_of_other_services_are_no_errors),
    ("log_lines_have_the_name_of_their_service", log_lines_have_the_name_of_their_service),
    ("each_service_has_its_commands", each_service_has_its_commands),
    ("a_service_alone_reports_that_the_other_is_away", a_service_alone_reports_that_the_other_is_away),
];

fn services_find_each_other() {
    let pair = Pair::ready(&[]);
    let response = get(pair.front, "/greeting");
    assert!(response.starts_with("HTTP/1.1 200") && response.ends_with("Hello, Ann"), "{response}");
    if cfg!(feature = "metrics") {
        let metrics = get(pair.front, "/metrics");
        assert!(metrics.contains("\nupstream_calls_total{upstream=\"back\"} 1\n"), "{metrics}");
        assert!(metrics.contains("\nupstream_call_failures_total{upstream=\"back\"} 0\n"), "{metrics}");
    }
}

fn a_service_that_is_required_makes_the_other_ready() {
    let pair = Pair::ready(&[]);
    let response = get(pair.front, "/health/ready");
    assert!(response.ends_with(r#"{"status":"ready","upstreams":{"back":"available"}}"#), "{response}");
}

fn requests_in_flight_are_completed() {
    let pair = Pair::ready(&[]);
    let front = pair.front;
    let request = thread::spawn(move || get(front, "/greeting"));
    thread::sleep(Duration::from_millis(100));
    pair.signal("TERM");
    let response = request.join().unwrap();
    assert!(response.ends_with("Hello, Ann"), "{response}");
    let output = pair.output();
    assert!(output.status.success(), "{output:?}");
    assert!(TcpStream::connect(front).is_err(), "the service has ended");
}

fn a_service_that_ends_ends_the_program() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let pair = Pair::start(&[("BACK_BIND", &address)]);
    let front = pair.front;
    let output = pair.output();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("\npair all: back ended by itself, exit status: 1\n"), "{errors}");
    assert!(errors.contains(&format!("back   pair back: cannot listen on {address}")), "{errors}");
    assert!(TcpStream::connect(front).is_err(), "the other service has ended, too");
}

fn services_end_with_a_program_that_is_killed() {
    let pair = Pair::ready(&[]);
    pair.signal("KILL");
    for address in [pair.front, pair.back] {
        wait("a service goes on", || TcpStream::connect(address).is_err());
    }
}

fn variables_of_other_services_are_no_errors() {
    let back = free_address();
    // Nothing listens there, and it is not replaced.
    let pair = Pair::ready(&[("BACK_URL", &format!("http://{back}"))]);
    let response = get(pair.front, "/greeting");
    assert!(response.starts_with("HTTP/1.1 502"), "{response}");
    assert!(response.contains("upstream back cannot be reached"), "{response}");
}

fn log_lines_have_the_name_of_their_service() {
    let pair = Pair::ready(&[("FRONT_SETTINGS", "staging"), ("BACK_SETTINGS", "development")]);
    get(pair.front, "/greeting");
    pair.signal("INT");
    let output = pair.output();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    let has = |start: &str, end: &str| text.lines().any(|line| line.starts_with(start) && line.contains(end));
    assert!(has(r#"{"service":"front","#, "/greeting"), "{text}");
    assert!(has("back   ", "/name"), "{text}");
}

fn each_service_has_its_commands() {
    let text = |arguments: &[&str]| String::from_utf8(command(arguments).output().unwrap().stdout).unwrap();
    assert_eq!(text(&["front", "openapi"]), "openapi: 3.0.3\n");
    let help = text(&["front", "--help"]);
    assert!(help.contains("check_health") && help.contains("FRONT_BIND") && help.contains("BACK_URL"), "{help}");
    let script = text(&["back", "completions", "bash"]);
    assert!(script.starts_with("_pair()") && script.contains("front"), "it is of the whole program: {script}");
    let help = text(&["--help"]);
    assert!(help.contains("front  Calls the service at the back"), "{help}");
    assert!(help.contains("all    Run all services on this machine: front, back"), "{help}");
}

fn a_service_alone_reports_that_the_other_is_away() {
    let (front, back) = (free_address(), free_address());
    let mut command = command(&["front", "serve", "--bind", &front.to_string()]);
    let mut child = command.env("BACK_URL", format!("http://{back}")).spawn().unwrap();
    wait("the service does not listen", || TcpStream::connect(front).is_ok());
    let response = get(front, "/health/ready");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(response.starts_with("HTTP/1.1 503"), "{response}");
    assert!(response.contains(r#""detail":"upstream back cannot be reached""#), "{response}");
}
