//! How fast lists go in and out, and in how much memory: `cargo bench --bench import [-- ROWS]`.
//!
//! PostgreSQL's own `psql \copy` reads the same file into the same table with the same indexes beside it. Nothing is asserted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails is none")]

#[allow(dead_code, reason = "made for the tests")]
#[path = "../tests/service/support/postgres.rs"]
mod postgres;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use postgres::server;

const APP: &str = env!("CARGO_BIN_EXE_app");

/// All columns but the key, as the list has them.
const COLUMNS: &str =
    "survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare";

/// How often each is measured; the best counts, as the others were disturbed.
const TIMES: usize = 3;

/// A program that has ended: how long it took, and the most memory that it had.
#[derive(Clone, Copy, Debug)]
struct Run {
    seconds: f64,
    mebibytes: f64,
}

fn main() {
    let rows: u32 = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let (new, kept) = (folder.path().join("new.csv"), folder.path().join("kept.csv"));
    whole_ages(rows, &new);
    println!("{rows} rows, {:.0} MiB; the best of {TIMES}\n", fs::metadata(&new).unwrap().len() as f64 / 1_048_576.0);

    let sqlite = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    let best_sqlite = best(|number| {
        let url = sqlite(&format!("{number}.db"));
        migrate(&url);
        app(&url, &["import_data", &text(&new)])
    });
    tell("SQLite, import", rows, best_sqlite);
    tell("SQLite, export", rows, best(|_| app(&sqlite("0.db"), &["export_data", &text(&kept)])));
    tell(
        "SQLite, import with keys",
        rows,
        best(|number| {
            let url = sqlite(&format!("kept-{number}.db"));
            migrate(&url);
            app(&url, &["import_data", &text(&kept)])
        }),
    );

    let ours = best(|_| on_postgres(|url| app(url, &["import_data", &text(&new)])));
    let theirs = best(|_| on_postgres(|url| psql(url, COLUMNS, &new)));
    tell("PostgreSQL, import", rows, ours);
    tell("PostgreSQL, psql \\copy of the same file", rows, theirs);
    println!("  {:.2} of psql\n", theirs.seconds / ours.seconds);
    let ours = best(|_| on_postgres(|url| app(url, &["import_data", &text(&kept)])));
    let theirs = best(|_| on_postgres(|url| psql(url, &format!("uuid, {COLUMNS}"), &kept)));
    tell("PostgreSQL, import with keys", rows, ours);
    tell("PostgreSQL, psql \\copy of the same file", rows, theirs);
    println!("  {:.2} of psql\n", theirs.seconds / ours.seconds);
    tell(
        "PostgreSQL, export",
        rows,
        best(|_| {
            on_postgres(|url| {
                psql(url, &format!("uuid, {COLUMNS}"), &kept);
                app(url, &["export_data", &text(&folder.path().join("exported.csv"))])
            })
        }),
    );
}

/// An invented list that psql reads as well: without fractions of ages.
fn whole_ages(rows: u32, path: &Path) {
    let mut list = Vec::new();
    people::sample::write_csv(rows.into(), 1, &mut list).unwrap();
    let mut reader = csv::Reader::from_reader(list.as_slice());
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(reader.headers().unwrap()).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let cell = |(index, cell): (usize, &str)| {
            if index == 4 { cell.split('.').next().unwrap().to_owned() } else { cell.to_owned() }
        };
        writer.write_record(row.iter().enumerate().map(cell)).unwrap();
    }
    writer.flush().unwrap();
}

fn best(mut run: impl FnMut(usize) -> Run) -> Run {
    let runs: Vec<Run> = (0..TIMES).map(&mut run).collect();
    let mebibytes = runs.iter().map(|run| run.mebibytes).fold(0.0, f64::max);
    Run { seconds: runs.iter().map(|run| run.seconds).fold(f64::INFINITY, f64::min), mebibytes }
}

fn tell(what: &str, rows: u32, Run { seconds, mebibytes }: Run) {
    println!("{what:42} {seconds:6.2} s  {:9.0} rows/s  {mebibytes:5.0} MiB", f64::from(rows) / seconds);
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Runs on a new database, which is gone then.
fn on_postgres(run: impl FnOnce(&str) -> Run) -> Run {
    let name = server().create_database(None);
    let url = server().url(&name);
    migrate(&url);
    // What makes the keys of rows without one; the program makes its own.
    statement(&url, "ALTER TABLE people ALTER uuid SET DEFAULT gen_random_uuid()");
    statement(&url, "CHECKPOINT");
    let run = run(&url);
    server().drop_database(&name);
    run
}

fn migrate(url: &str) {
    app(url, &["migrate"]);
}

fn app(url: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new(APP);
    command.args(arguments).env("DATABASE_URL", url).stdin(Stdio::null()).stdout(Stdio::null());
    measured(&mut command)
}

fn psql(url: &str, columns: &str, file: &Path) -> Run {
    let copy = format!(r"\copy people ({columns}) FROM '{}' CSV HEADER", file.display());
    let mut command = Command::new("psql");
    measured(command.args([url, "-q", "-c", &copy]).stdout(Stdio::null()))
}

fn statement(url: &str, statement: &str) {
    let status = Command::new("psql").args([url, "-q", "-c", statement]).status().unwrap();
    assert!(status.success(), "{statement}");
}

fn measured(command: &mut Command) -> Run {
    let started = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut most = 0.0_f64;
    let status = loop {
        most = most.max(memory(&child));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success(), "{command:?}");
    Run { seconds: started.elapsed().as_secs_f64(), mebibytes: most }
}

/// The most resident memory that a process had so far, in MiB.
fn memory(child: &Child) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap_or(0.0) / 1024.0
}
