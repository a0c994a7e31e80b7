//! The commands that print: `app openapi` and `app sample_data`.

use crate::support::Program;

#[test]
fn the_document_is_printed_byte_for_byte() {
    assert_eq!(Program::new(&["openapi"]).succeeds(), include_str!("../../../openapi.yaml"));
}

#[test]
fn no_database_is_needed() {
    for command in ["openapi", "sample_data"] {
        Program::new(&[command]).database("nonsense").succeeds();
    }
}

#[test]
fn sample_data_is_reproducible() {
    let sample = |arguments: &[&str]| Program::new(&[&["sample_data"], arguments].concat()).succeeds();
    let default = sample(&[]);
    assert_eq!(default, sample(&["--rows", "887", "--seed", "1912"]));
    assert_eq!(default.lines().count(), 888, "a header and 887 people");
    assert_ne!(default, sample(&["--seed", "1913"]));
    assert!(default.starts_with(&sample(&["--rows", "10"])), "shorter output is a prefix of longer output");
    assert_eq!(sample(&["--rows", "0"]).lines().count(), 1);
}

#[test]
fn the_sample_of_the_repository_is_the_default_output() {
    assert_eq!(Program::new(&["sample_data"]).succeeds(), include_str!("../../../data/passengers.csv"));
}

/// As in `app openapi | head -1`.
#[test]
fn a_closed_pipe_is_not_an_error() {
    for arguments in [&["openapi"][..], &["sample_data", "--rows", "100000"]] {
        let mut child = Program::new(arguments).spawn();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
}
