//! Large documents are generated or rejected within seconds.

use std::time::{Duration, Instant};

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::source::Source;

use crate::large;

/// Far more than an unoptimized build needs on a slow machine, but less than quadratic time.
const TIMEOUT: Duration = Duration::from_secs(120);

fn in_time<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let outcome = work();
    assert!(start.elapsed() < TIMEOUT, "{:?}", start.elapsed());
    outcome
}

fn read(text: &str) -> Result<Source, Diagnostics> {
    Source::parse("api.yaml".as_ref(), text)
}

#[test]
fn every_error_of_ten_thousand_operations_is_reported() {
    let text = large::document(10_000).replace("description: Stored.", "descripton: Stored.");
    let found = in_time(|| codegen::server(&read(&text).unwrap()).unwrap_err());
    // The key that is missing is the misspelled one.
    assert_eq!(found.0.len(), 10_000);
}

#[test]
fn ten_megabytes_are_read() {
    let text =
        format!("openapi: 3.0.3\ninfo: {{ title: '{}', version: 1.0.0 }}\npaths: {{}}\n", "a".repeat(10_000_000));
    assert!(in_time(|| codegen::server(&read(&text).unwrap())).is_ok());
    let values = "[1, 2, {a: b}], ".repeat(60_000);
    let text = format!("openapi: 3.0.3\ninfo: {{ title: A, version: 1.0.0 }}\npaths: {{}}\nx-data: [{values}]\n");
    assert!(in_time(|| codegen::server(&read(&text).unwrap())).is_ok());
}

#[test]
fn a_thousand_levels_are_rejected() {
    for (open, close) in [("[", "]"), ("{ a: ", "}")] {
        let text = format!("x-data: {}{}", open.repeat(1000), close.repeat(1000));
        let found = in_time(|| read(&text).unwrap_err()).to_string();
        assert!(found.contains("nested more than 200 levels deep") || found.contains("recursion limit"), "{found}");
    }
}

#[test]
fn a_chain_of_a_thousand_schemas_is_followed() {
    let schemas: String = (0..1000)
        .map(|number| {
            let next = number + 1;
            format!("    A{number}: {{ type: object, properties: {{ next: {{ $ref: '#/components/schemas/A{next}' }} }} }}\n")
        })
        .collect();
    let head = "openapi: 3.0.3\ninfo: { title: Chain, version: 1.0.0 }\npaths: {}\ncomponents:\n  schemas:\n";
    let text = format!("{head}{schemas}    A1000: {{ type: string }}\n");
    assert!(in_time(|| codegen::server(&read(&text).unwrap())).is_ok());
}

#[test]
fn paths_that_repeat_each_other_do_not_explode() {
    let operation = |number: usize| {
        let callbacks: String = (0..10)
            .map(|callback| format!("c{callback}: {{ '{{$url}}': {{ $ref: '#/paths/~1p{}' }} }}, ", number + 1))
            .collect();
        format!(
            "  /p{number}: {{ post: {{ callbacks: {{ {callbacks} }}, responses: {{ '204': {{ description: None. }} }} }} }}\n"
        )
    };
    let paths: String = (0..12).map(operation).collect();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: Laughs, version: 1.0.0 }}\npaths:\n{paths}  /p12: {{ get: {{ responses: {{ '204': {{ description: None. }} }} }} }}\n"
    );
    let found = in_time(|| codegen::server(&read(&text).unwrap()).unwrap_err()).to_string();
    assert!(found.contains("results in too many values"), "{}", &found[..1000.min(found.len())]);
}

/// A document whose schemas are composed of each other: `properties` of each refer to the next one, the last to the first.
fn composed(levels: usize, properties: usize, part: &str) -> String {
    let schema = |level: usize| {
        let next = (level + 1) % levels;
        let property = |number: usize| {
            format!("        p{number}: {{ allOf: [ {{ $ref: '#/components/schemas/L{next}' }}, {part} ] }}\n")
        };
        let properties: String = (0..properties).map(property).collect();
        format!("    L{level}:\n      type: object\n      properties:\n{properties}")
    };
    let schemas: String = (0..levels).map(schema).collect();
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Composed, version: 1.0.0 }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

#[test]
fn references_with_annotations_do_not_grow() {
    for (levels, properties) in [(1, 8), (2, 8), (10, 8)] {
        let text = composed(levels, properties, "{ description: The next one. }");
        let code = in_time(|| codegen::server(&read(&text).unwrap()).unwrap()).text();
        assert!(code.lines().count() < 400 * levels, "{} lines", code.lines().count());
    }
}

#[test]
fn compositions_within_each_other_have_an_end() {
    for (levels, properties) in [(1, 6), (2, 6), (10, 4)] {
        let text = composed(levels, properties, "{ type: object, properties: { size: { type: integer } } }");
        let code = in_time(|| codegen::server(&read(&text).unwrap()).unwrap()).text();
        assert!(code.lines().count() < 10_000 * levels, "{} lines", code.lines().count());
    }
}
