//! Runs `dropspec check`.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::Subject;
use crate::process::dropspec;

/// The documents that are supported, and why the others are not.
pub(crate) fn check(subjects: &[Subject]) -> (Vec<Subject>, Vec<String>) {
    let folder = TempDir::new().unwrap();
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    for subject in subjects {
        let file = folder.path().join("openapi.yaml");
        fs::write(&file, &subject.text).unwrap();
        let output = dropspec(&["check".as_ref(), "--format=json".as_ref(), file.as_ref()]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
            panic!("{}: no report: {}", subject.name, String::from_utf8_lossy(&output.stderr));
        });
        match report[0]["status"].as_str() {
            Some("supported") => accepted.push(subject.clone()),
            _ => rejected.push(format!("{}: {}", subject.name, report[0]["errors"][0])),
        }
    }
    (accepted, rejected)
}
