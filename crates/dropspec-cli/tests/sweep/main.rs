//! What `dropspec check` accepts builds, starts and obeys: odd documents become services, which are called over a real port.
//!
//! - `SWEEP_COUNT=200` generates that many documents instead of a few; `SWEEP_SEED=7` generates others.
//! - `SWEEP_DOCUMENTS=DIR` also takes all documents in a directory and its subdirectories, and calls each of their operations.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod accepted;
mod batch;
mod calls;
mod documents;
mod folder;
mod names;
mod process;
mod random;
mod schemas;
mod service;

use std::path::Path;
use std::{env, fs};

use batch::Batch;
use calls::Call;

/// The seed of the documents in CI.
const SEED: usize = 1;

/// The number of generated documents in CI.
const COUNT: usize = 16;

/// The name of a document whose service fails on purpose.
const PLANTED: &str = "planted";

/// The size of the documents in a crate, in bytes: rustc needs about 1 GB for a document of 1 MB.
const MAX_BATCH: usize = 1_000_000;

/// A document with the calls that its service has to obey.
#[derive(Clone, Debug)]
struct Subject {
    /// What identifies it in findings.
    name: String,
    text: String,
    calls: Vec<Call>,
}

#[test]
fn generated_documents_build_start_and_obey() {
    let number = |variable: &str, default| env::var(variable).map_or(default, |value| value.parse().unwrap());
    let seed = number("SWEEP_SEED", SEED);
    let count = number("SWEEP_COUNT", COUNT);
    let mut subjects: Vec<Subject> = (0..count).map(|index| documents::generate(seed, index)).collect();
    subjects.push(documents::large());
    subjects.push(documents::planted());
    let (accepted, rejected) = accepted::check(&subjects);
    rejected.iter().for_each(|found| println!("rejected: {found}"));
    assert!(accepted.len() * 2 > subjects.len(), "most documents are accepted: {rejected:#?}");
    let mut findings = sweep(&accepted);
    // A fault that has to be found, so that the sweep is known to work.
    let planted: Vec<String> = findings.extract_if(.., |finding| finding.starts_with(PLANTED)).collect();
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
    assert!(planted.len() == 1 && planted[0].contains("500"), "the planted fault was not found: {planted:#?}");
}

#[test]
fn documents_of_a_folder_build_start_and_obey() {
    let Some(folder) = env::var_os("SWEEP_DOCUMENTS") else {
        println!("skipped: set SWEEP_DOCUMENTS to a directory of OpenAPI documents");
        return;
    };
    let subjects = folder::documents(folder.as_ref());
    let (accepted, rejected) = accepted::check(&subjects);
    println!("{} accepted, {} rejected", accepted.len(), rejected.len());
    let findings = sweep(&accepted);
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

/// Builds, starts and calls the services of documents. Returns what was wrong.
fn sweep(subjects: &[Subject]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut rest = subjects;
    while !rest.is_empty() {
        let mut size = 0;
        let fits = rest.iter().take_while(|subject| {
            size += subject.text.len();
            size <= MAX_BATCH
        });
        let (batch, more) = rest.split_at(fits.count().max(1));
        findings.extend(sweep_batch(batch));
        rest = more;
    }
    findings
}

fn sweep_batch(subjects: &[Subject]) -> Vec<String> {
    let (mut batch, mut findings) = Batch::of(subjects);
    findings.extend(batch.build());
    let faulty = |subject: &&Subject| findings.iter().any(|finding| finding.starts_with(&subject.name));
    subjects.iter().filter(faulty).for_each(keep);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (module, subject) in &batch.services {
        let found = runtime.block_on(service::call(module, &subject.calls));
        if !found.is_empty() {
            keep(subject);
        }
        findings.extend(found.into_iter().map(|found| format!("{}: {found}", subject.name)));
    }
    findings
}

/// Keeps a document with findings, for a closer look.
fn keep(subject: &Subject) {
    let name: String = subject.name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sweep-{name}.yaml"));
    fs::write(&path, &subject.text).unwrap();
    println!("{}: see {}", subject.name, path.display());
}
