//! Every case that OpenAPI 3.0 can express has the verdict of the suite, on both paths, or is listed in `exceptions.txt`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeSet;
use std::io::{Write, stderr};

use dropspec_suite::{Case, GROUPS, Group};
use serde_json::Value;

/// What is known to differ, one case a line: `file | group | case | reason`.
const EXCEPTIONS: &str = include_str!("exceptions.txt");

/// Whether there is no suite to test with; says so.
fn skipped() -> bool {
    if GROUPS.is_empty() {
        // Past the test's captured output, which nobody sees when it passes.
        let _ = writeln!(stderr(), "skipped: JSON_SCHEMA_TEST_SUITE names no folder of test cases of draft 4");
    }
    GROUPS.is_empty()
}

/// What is wrong with the verdicts on a case.
fn complaint(group: &Group, case: &Case) -> Option<String> {
    let Some(schemas) = &group.schemas else {
        return Some(format!("the generator refuses the schema: {}", group.refusal.unwrap_or_default()));
    };
    let (bare, held, fast) =
        (schemas.allows(case.data), schemas.allows_held(case.data), schemas.allows_fast(case.data));
    if bare != case.valid || held != case.valid || fast.is_some_and(|fast| fast != case.valid) {
        return Some(format!("alone {bare}, as a property {held}, on the fast path {fast:?}, expected {}", case.valid));
    }
    let kept = schemas.kept(case.data);
    let lost = case.valid && !kept.as_ref().is_some_and(|kept| alike(kept, &serde_json::from_str(case.data).unwrap()));
    lost.then(|| format!("the type makes {kept:?} of it"))
}

/// Whether two values are the same to JSON, which knows 1 and 1.0 as one number.
fn alike(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| alike(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let same = |(name, left): (&String, &Value)| right.get(name).is_some_and(|right| alike(left, right));
            left.len() == right.len() && left.iter().all(same)
        }
        _ => left == right,
    }
}

fn key(group: &Group, case: &Case) -> String {
    format!("{} | {} | {}", group.file, group.description, case.description)
}

#[test]
fn all_cases_are_judged_as_the_suite_says() {
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
        match (complaint(group, case), listed.contains(key.as_str())) {
            (Some(complaint), false) => wrong.push(format!("{key} | {complaint}; {}", case.data)),
            (None, true) => wrong.push(format!("{key} | is listed and passes")),
            _ => {}
        }
        seen.insert(key);
    }
    wrong.extend(
        listed.iter().filter(|key| !seen.contains(**key)).map(|key| format!("{key} | is listed and not there")),
    );
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn all_cases_that_can_be_expressed_are_there() {
    if skipped() {
        return;
    }
    let count = |optional: bool| -> usize {
        let groups = GROUPS.iter().filter(|group| group.file.starts_with("optional/") == optional);
        groups.map(|group| group.cases.len()).sum()
    };
    assert_eq!((count(false), count(true)), (385, 294), "required and optional cases");
}
