//! Files that are not YAML, or have no JSON equivalent.

use dropspec_openapi::source::Source;
use insta::assert_snapshot;

use crate::support::diagnostics;

#[test]
fn a_file_is_yaml() {
    assert_snapshot!(diagnostics("openapi: [3.0.3\ninfo: }"), @"
    api.yaml:2:5: not YAML: illegal placement of ':' indicator
        | info: }
        |     ^
    ");
}

#[test]
fn a_file_has_one_document() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\n---\nopenapi: 3.0.3"), @"
    api.yaml:2:1: expected a single YAML document, but a second one starts here
        | ---
        | ^
    ");
    assert_snapshot!(diagnostics(""), @"api.yaml: the file is empty");
}

#[test]
fn duplicate_keys_are_rejected() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\ninfo:\n  title: Shop\n  title: Stall"), @"
    api.yaml:4:3: duplicate key `title` (at #/info)
        |   title: Stall
        |   ^
    ");
}

#[test]
fn duplicate_keys_in_different_notation_are_rejected() {
    assert_snapshot!(diagnostics("responses:\n  200: {}\n  '200': {}"), @"
    api.yaml:3:3: duplicate key `200` (at #/responses)
        |   '200': {}
        |   ^
    ");
}

#[test]
fn a_key_is_a_scalar() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\n[a, b]: c"), @"
    api.yaml:2:1: a key must be a scalar
        | [a, b]: c
        | ^
    ");
}

#[test]
fn json_has_no_infinity() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\nx-most: .inf"), @"
    api.yaml:2:1: this number has no equivalent in JSON (at #/x-most)
        | x-most: .inf
        | ^
    ");
}

#[test]
fn json_has_no_tags() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\nx-day: !day monday"), @"
    api.yaml:2:1: this kind of YAML value has no equivalent in JSON (at #/x-day)
        | x-day: !day monday
        | ^
    ");
}

#[test]
fn anchors_are_followed() {
    let document = "openapi: 3.0.3\ninfo: &info { title: Shop, version: 1.0.0 }\npaths: {}\nx-again: *info";
    assert_snapshot!(diagnostics(document), @"no diagnostics");
}

#[test]
fn json_is_yaml() {
    let document = r#"{"openapi": "3.0.3", "info": {"title": "Shop", "version": "1.0.0"}, "paths": {}}"#;
    assert_snapshot!(diagnostics(document), @"no diagnostics");
}

#[test]
fn anchors_do_not_explode() {
    let mut document = "x-0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..10 {
        let before = format!("*x{}", level - 1);
        document += &format!("x-{level}: &x{level} [{}]\n", [before.as_str(); 10].join(", "));
    }
    assert_snapshot!(diagnostics(&document), @"
    api.yaml:6:41: the aliases up to here repeat more than 1000000 values; use `$ref` instead (at #/x-5/6)
        | x-5: &x5 [*x4, *x4, *x4, *x4, *x4, *x4, *x4, *x4, *x4, *x4]
        |                                         ^
    ");
}

#[test]
fn a_missing_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let error = Source::read(&folder.path().join("api.yaml")).unwrap_err().to_string();
    assert!(error.ends_with("/api.yaml: cannot read the document: No such file or directory (os error 2)"), "{error}");
}

#[test]
fn merge_keys_are_rejected() {
    assert_snapshot!(diagnostics("x-a: &a { b: 1 }\ninfo:\n  <<: *a"), @"
    api.yaml:3:3: merge keys (`<<`) are not part of YAML 1.2; repeat the keys or use `$ref` (at #/info)
        |   <<: *a
        |   ^
    ");
    assert_snapshot!(diagnostics("openapi: 3.0.3\ninfo: { title: Shop, version: '1', x-a: { '<<': 1 } }\npaths: {}"), @"no diagnostics");
}

#[test]
fn recursive_aliases_are_rejected() {
    assert_snapshot!(diagnostics("x-a: &a { b: *a }"), @"
    api.yaml:1:11: this alias is inside its own anchor (at #/x-a/b)
        | x-a: &a { b: *a }
        |           ^
    ");
    assert_snapshot!(diagnostics("x-a: *b"), @"
    api.yaml:1:6: not YAML: while parsing node, found unknown anchor
        | x-a: *b
        |      ^
    ");
}

#[test]
fn integers_keep_their_value() {
    let document =
        |value: &str| format!("openapi: 3.0.3\ninfo: {{ title: Shop, version: '1' }}\npaths: {{}}\nx-n: {value}");
    for (text, json) in [
        ("18446744073709551615", "18446744073709551615"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("100000000000000000000", "1e+20"),
        ("18446744073709551617", "1.8446744073709552e+19"),
        ("-9223372036854776000", "-9.223372036854776e+18"),
        ("+7", "7"),
        ("0x1F", "31"),
        ("0o17", "15"),
        ("017", "17"),
        ("1e3", "1000.0"),
        (".5", "0.5"),
        ("1.", "1.0"),
        (".", "\".\""),
        ("1_000", "\"1_000\""),
        ("1e", "\"1e\""),
        ("yes", "\"yes\""),
        ("2026-01-01", "\"2026-01-01\""),
        ("True", "true"),
        ("~", "null"),
        ("!!str 1", "\"1\""),
        ("'1'", "\"1\""),
    ] {
        let source = Source::parse("api.yaml".as_ref(), &document(text)).unwrap();
        assert_eq!(source.value()["x-n"].to_string(), json, "{text}");
    }
    assert_snapshot!(diagnostics(&document("1e999")), @"
    api.yaml:4:1: this number exceeds the range of a double; put it in quotes if it is text (at #/x-n)
        | x-n: 1e999
        | ^
    ");
    assert_snapshot!(diagnostics(&document("!!int a")), @"
    api.yaml:4:1: this kind of YAML value has no equivalent in JSON (at #/x-n)
        | x-n: !!int a
        | ^
    ");
}

#[test]
fn tabs_do_not_indent_blocks() {
    assert_snapshot!(diagnostics("openapi: 3.0.3\ninfo:\n\ttitle: Shop"), @"
    api.yaml:3:2: not YAML: tabs disallowed within this context (block indentation); indent with spaces
        | 	title: Shop
        |  ^
    ");
    let json =
        "{\n\t\"openapi\": \"3.0.3\",\r\n\t\"info\": {\"title\": \"Shop\",\t\"version\": \"1\"},\n\t\"paths\": {}\n}";
    assert_snapshot!(diagnostics(json), @"no diagnostics");
}

#[test]
fn byte_order_marks_and_crlf_are_accepted() {
    assert_snapshot!(diagnostics("\u{FEFF}openapi: 3.0.3\r\ninfo: { title: Shop, version: 1.0.0 }\r\npaths: {}\r\n"), @"no diagnostics");
    assert_snapshot!(diagnostics("openapi: 3.0.3\r\ninfo:\r\n  titel: Shop\r\n"), @"
    api.yaml:1:1: `paths` is missing
        | openapi: 3.0.3
        | ^
    api.yaml:2:1: `version` is missing (at #/info)
        | info:
        | ^
    api.yaml:3:3: `titel` of the info is not supported; did you mean `title`? (at #/info/titel)
        |   titel: Shop
        |   ^
    ");
}

#[test]
fn json_may_escape_what_it_likes() {
    let json =
        r#"{"openapi": "3.0.3", "info": {"title": "\ud83d\ude00 \u00e4 \/ \\ud83d", "version": "1"}, "paths": {}}"#;
    let source = Source::parse("api.json".as_ref(), json).unwrap();
    assert_eq!(source.value()["info"]["title"], "\u{1F600} ä / \\ud83d");
}

#[test]
fn errors_of_a_file_are_reported_together() {
    assert_snapshot!(diagnostics("a: 1\na: 2\nb: .nan\nc: [ !x 1 ]\nc: {}"), @"
    api.yaml:2:1: duplicate key `a`
        | a: 2
        | ^
    api.yaml:3:1: this number has no equivalent in JSON (at #/b)
        | b: .nan
        | ^
    api.yaml:4:6: this kind of YAML value has no equivalent in JSON (at #/c/0)
        | c: [ !x 1 ]
        |      ^
    api.yaml:5:1: duplicate key `c`
        | c: {}
        | ^
    ");
}

#[test]
fn a_file_of_comments_is_empty() {
    assert_snapshot!(diagnostics("# Nothing yet.\n"), @"api.yaml: the file is empty");
}
