//! Both validators agree with the suite on every test case, except for those listed in `exceptions.txt`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and prints what it skips"
)]

use std::collections::BTreeSet;
use std::io::{Write, stderr};

use dropspec_suite::{Case, GROUPS, Group};
use serde_json::Value;

/// The known differences, one test case per line: `file | group | case | reason`.
const EXCEPTIONS: &str = include_str!("exceptions.txt");

/// Whether there is no suite; prints a note.
fn skipped() -> bool {
    if GROUPS.is_empty() {
        // Written directly, since the captured output of passing tests is not shown.
        let _ = writeln!(stderr(), "skipped: set JSON_SCHEMA_TEST_SUITE to a directory with test cases of draft 4");
    }
    GROUPS.is_empty()
}

/// How the results for a test case differ from the suite; none if they agree.
fn difference(group: &Group, case: &Case) -> Option<String> {
    let Some(schemas) = &group.schemas else {
        return Some(format!("the schema is not supported: {}", group.unsupported.unwrap_or_default()));
    };
    let (bare, wrapped, fast) =
        (schemas.allows(case.data), schemas.allows_wrapped(case.data), schemas.allows_fast(case.data));
    if bare != case.valid || wrapped != case.valid || fast.is_some_and(|fast| fast != case.valid) {
        return Some(format!(
            "alone {bare}, as a property {wrapped}, by the fast validator {fast:?}, expected {}",
            case.valid
        ));
    }
    let kept = schemas.round_trip(case.data);
    let lost = case.valid && !kept.as_ref().is_some_and(|kept| equal(kept, &serde_json::from_str(case.data).unwrap()));
    lost.then(|| format!("the generated type converts it to {kept:?}"))
}

/// Whether two values are equal in JSON, where 1 and 1.0 are the same number.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let same = |(name, left): (&String, &Value)| right.get(name).is_some_and(|right| equal(left, right));
            left.len() == right.len() && left.iter().all(same)
        }
        _ => left == right,
    }
}

fn key(group: &Group, case: &Case) -> String {
    format!("{} | {} | {}", group.file, group.description, case.description)
}

#[test]
fn agrees_with_the_suite_on_all_cases() {
    if skipped() {
        return;
    }
    let listed: BTreeSet<&str> = EXCEPTIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.rsplit_once(" | ").unwrap().0)
        .collect();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (group, case) in GROUPS.iter().flat_map(|group| group.cases.iter().map(move |case| (group, case))) {
        let key = key(group, case);
        match (difference(group, case), listed.contains(key.as_str())) {
            (Some(difference), false) => wrong.push(format!("{key} | {difference}; {}", case.data)),
            (None, true) => wrong.push(format!("{key} | listed, but agrees")),
            _ => {}
        }
        seen.insert(key);
    }
    wrong.extend(
        listed.iter().filter(|key| !seen.contains(**key)).map(|key| format!("{key} | listed, but not in the suite")),
    );
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn has_all_cases_that_openapi_can_express() {
    if skipped() {
        return;
    }
    let count = |optional: bool| -> usize {
        let groups = GROUPS.iter().filter(|group| group.file.starts_with("optional/") == optional);
        groups.map(|group| group.cases.len()).sum()
    };
    assert_eq!((count(false), count(true)), (385, 294), "required and optional cases");
}
