//! Files that are no YAML, or no JSON under the YAML.

use dropspec_build::source::Source;
use insta::assert_snapshot;

use crate::support::complaints;

#[test]
fn a_file_is_yaml() {
    assert_snapshot!(complaints("openapi: [3.0.3\ninfo: }"), @"
    api.yaml:2:5: not YAML: illegal placement of ':' indicator
        | info: }
        |     ^
    ");
}

#[test]
fn a_file_has_one_document() {
    assert_snapshot!(complaints("openapi: 3.0.3\n---\nopenapi: 3.0.3"), @"
    api.yaml:2:1: a second document begins here, and one is expected
        | ---
        | ^
    ");
    assert_snapshot!(complaints(""), @"api.yaml: the file is empty");
}

#[test]
fn a_key_stands_once() {
    assert_snapshot!(complaints("openapi: 3.0.3\ninfo:\n  title: Shop\n  title: Stall"), @"
    api.yaml:4:3: the key `title` is there twice (at #/info)
        |   title: Stall
        |   ^
    ");
}

#[test]
fn a_key_stands_once_however_it_is_written() {
    assert_snapshot!(complaints("responses:\n  200: {}\n  '200': {}"), @"
    api.yaml:3:3: the key `200` is there twice (at #/responses)
        |   '200': {}
        |   ^
    ");
}

#[test]
fn a_key_is_a_scalar() {
    assert_snapshot!(complaints("openapi: 3.0.3\n[a, b]: c"), @"
    api.yaml:2:1: a key must be a scalar
        | [a, b]: c
        | ^
    ");
}

#[test]
fn json_has_no_infinity() {
    assert_snapshot!(complaints("openapi: 3.0.3\nx-most: .inf"), @"
    api.yaml:2:1: this number has no equivalent in JSON (at #/x-most)
        | x-most: .inf
        | ^
    ");
}

#[test]
fn json_has_no_tags() {
    assert_snapshot!(complaints("openapi: 3.0.3\nx-day: !day monday"), @"
    api.yaml:2:1: this kind of YAML value has no equivalent in JSON (at #/x-day)
        | x-day: !day monday
        | ^
    ");
}

#[test]
fn anchors_are_followed() {
    let document = "openapi: 3.0.3\ninfo: &info { title: Shop, version: 1.0.0 }\npaths: {}\nx-again: *info";
    assert_snapshot!(complaints(document), @"nothing to complain about");
}

#[test]
fn json_is_yaml() {
    let document = r#"{"openapi": "3.0.3", "info": {"title": "Shop", "version": "1.0.0"}, "paths": {}}"#;
    assert_snapshot!(complaints(document), @"nothing to complain about");
}

#[test]
fn anchors_do_not_explode() {
    let mut document = "x-0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..10 {
        let before = format!("*x{}", level - 1);
        document += &format!("x-{level}: &x{level} [{}]\n", [before.as_str(); 10].join(", "));
    }
    assert_snapshot!(complaints(&document), @"
    api.yaml:6:41: the aliases up to here repeat more than 1000000 values; refer by `$ref` (at #/x-5/6)
        | x-5: &x5 [*x4, *x4, *x4, *x4, *x4, *x4, *x4, *x4, *x4, *x4]
        |                                         ^
    ");
}

#[test]
fn a_file_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let error = Source::read(&folder.path().join("api.yaml")).unwrap_err().to_string();
    assert!(error.ends_with("/api.yaml: cannot read the document: No such file or directory (os error 2)"), "{error}");
}
