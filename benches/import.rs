//! Measures the throughput and the memory of imports and exports: `cargo bench --bench import [-- ROWS]`.
//!
//! For comparison, `psql \copy` reads the same file into the same table with the same indexes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark fails by panicking")]

#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/service/support/postgres.rs"]
mod postgres;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use postgres::server;

const APP: &str = env!("CARGO_BIN_EXE_app");

/// The columns of the CSV file, without the key.
const COLUMNS: &str =
    "survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare";

/// The number of runs of each measurement. The fastest counts, as it was disturbed least.
const RUNS: usize = 3;

/// The time and the peak memory of a run of a program.
#[derive(Clone, Copy, Debug)]
struct Run {
    seconds: f64,
    mebibytes: f64,
}

fn main() {
    let rows: u32 = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let (new, with_keys) = (folder.path().join("new.csv"), folder.path().join("with_keys.csv"));
    write_sample(rows, &new);
    println!("{rows} rows, {:.0} MiB; best of {RUNS} runs\n", fs::metadata(&new).unwrap().len() as f64 / 1_048_576.0);

    let sqlite = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    let best_sqlite = best(|number| {
        let url = sqlite(&format!("{number}.db"));
        migrate(&url);
        app(&url, &["import_data", &text(&new)])
    });
    report("SQLite, import", rows, best_sqlite);
    report("SQLite, export", rows, best(|_| app(&sqlite("0.db"), &["export_data", &text(&with_keys)])));
    report(
        "SQLite, import with keys",
        rows,
        best(|number| {
            let url = sqlite(&format!("with_keys-{number}.db"));
            migrate(&url);
            app(&url, &["import_data", &text(&with_keys)])
        }),
    );

    let ours = best(|_| on_postgres(|url| app(url, &["import_data", &text(&new)])));
    let theirs = best(|_| on_postgres(|url| psql(url, COLUMNS, &new)));
    report("PostgreSQL, import", rows, ours);
    report("PostgreSQL, psql \\copy of the same file", rows, theirs);
    println!("  {:.2} of psql\n", theirs.seconds / ours.seconds);
    let ours = best(|_| on_postgres(|url| app(url, &["import_data", &text(&with_keys)])));
    let theirs = best(|_| on_postgres(|url| psql(url, &format!("uuid, {COLUMNS}"), &with_keys)));
    report("PostgreSQL, import with keys", rows, ours);
    report("PostgreSQL, psql \\copy of the same file", rows, theirs);
    println!("  {:.2} of psql\n", theirs.seconds / ours.seconds);
    report(
        "PostgreSQL, export",
        rows,
        best(|_| {
            on_postgres(|url| {
                psql(url, &format!("uuid, {COLUMNS}"), &with_keys);
                app(url, &["export_data", &text(&folder.path().join("exported.csv"))])
            })
        }),
    );
}

/// Writes sample people without fractions of ages, which psql does not accept.
fn write_sample(rows: u32, path: &Path) {
    let mut sample = Vec::new();
    people::sample::write_csv(rows.into(), 1, &mut sample).unwrap();
    let mut reader = csv::Reader::from_reader(sample.as_slice());
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

/// The best time and the worst memory of several runs.
fn best(mut run: impl FnMut(usize) -> Run) -> Run {
    let runs: Vec<Run> = (0..RUNS).map(&mut run).collect();
    let mebibytes = runs.iter().map(|run| run.mebibytes).fold(0.0, f64::max);
    Run { seconds: runs.iter().map(|run| run.seconds).fold(f64::INFINITY, f64::min), mebibytes }
}

fn report(what: &str, rows: u32, Run { seconds, mebibytes }: Run) {
    println!("{what:42} {seconds:6.2} s  {:9.0} rows/s  {mebibytes:5.0} MiB", f64::from(rows) / seconds);
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Runs on a new database, which is dropped afterwards.
fn on_postgres(run: impl FnOnce(&str) -> Run) -> Run {
    let name = server().create_database(None);
    let url = server().url(&name);
    migrate(&url);
    // For `\copy` of rows without keys; the program generates its own.
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

/// Runs a command, and measures its time and peak memory.
fn measured(command: &mut Command) -> Run {
    let started = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut peak = 0.0_f64;
    let status = loop {
        peak = peak.max(memory(&child));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success(), "{command:?}");
    Run { seconds: started.elapsed().as_secs_f64(), mebibytes: peak }
}

/// The peak resident memory of a process, in MiB.
fn memory(child: &Child) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap_or(0.0) / 1024.0
}
