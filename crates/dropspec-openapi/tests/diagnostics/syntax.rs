//! Files that are no YAML, or no JSON under the YAML.

use dropspec_openapi::source::Source;
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

#[test]
fn merge_keys_are_refused() {
    assert_snapshot!(complaints("x-a: &a { b: 1 }\ninfo:\n  <<: *a"), @"
    api.yaml:3:3: merge keys (`<<`) are not of YAML 1.2; write the keys out, or refer by `$ref` (at #/info)
        |   <<: *a
        |   ^
    ");
    assert_snapshot!(complaints("openapi: 3.0.3\ninfo: { title: Shop, version: '1', x-a: { '<<': 1 } }\npaths: {}"), @"nothing to complain about");
}

#[test]
fn an_alias_within_its_anchor_has_no_end() {
    assert_snapshot!(complaints("x-a: &a { b: *a }"), @"
    api.yaml:1:11: this alias stands within what it repeats, which has no end (at #/x-a/b)
        | x-a: &a { b: *a }
        |           ^
    ");
    assert_snapshot!(complaints("x-a: *b"), @"
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
    assert_snapshot!(complaints(&document("18446744073709551617")), @"
    api.yaml:4:1: this integer is beyond 64 bits and would lose digits; write it as a string (at #/x-n)
        | x-n: 18446744073709551617
        | ^
    ");
    assert_snapshot!(complaints(&document("1e999")), @"
    api.yaml:4:1: this number is beyond what a double can hold; write it as a string (at #/x-n)
        | x-n: 1e999
        | ^
    ");
    assert_snapshot!(complaints(&document("!!int a")), @"
    api.yaml:4:1: this kind of YAML value has no equivalent in JSON (at #/x-n)
        | x-n: !!int a
        | ^
    ");
}

#[test]
fn tabs_do_not_indent_blocks() {
    assert_snapshot!(complaints("openapi: 3.0.3\ninfo:\n\ttitle: Shop"), @"
    api.yaml:3:2: not YAML: tabs disallowed within this context (block indentation); indent with spaces
        | 	title: Shop
        |  ^
    ");
    let json =
        "{\n\t\"openapi\": \"3.0.3\",\r\n\t\"info\": {\"title\": \"Shop\",\t\"version\": \"1\"},\n\t\"paths\": {}\n}";
    assert_snapshot!(complaints(json), @"nothing to complain about");
}

#[test]
fn lines_end_as_they_like() {
    assert_snapshot!(complaints("\u{FEFF}openapi: 3.0.3\r\ninfo: { title: Shop, version: 1.0.0 }\r\npaths: {}\r\n"), @"nothing to complain about");
    assert_snapshot!(complaints("openapi: 3.0.3\r\ninfo:\r\n  titel: Shop\r\n"), @"
    api.yaml:1:1: `paths` is missing
        | openapi: 3.0.3
        | ^
    api.yaml:2:1: `title` is missing (at #/info)
        | info:
        | ^
    api.yaml:2:1: `version` is missing (at #/info)
        | info:
        | ^
    api.yaml:3:3: `titel` of the info is not supported (at #/info/titel)
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
fn several_mistakes_of_a_file_are_told_together() {
    assert_snapshot!(complaints("a: 1\na: 2\nb: .nan\nc: [ !x 1 ]\nc: {}"), @"
    api.yaml:2:1: the key `a` is there twice
        | a: 2
        | ^
    api.yaml:3:1: this number has no equivalent in JSON (at #/b)
        | b: .nan
        | ^
    api.yaml:4:6: this kind of YAML value has no equivalent in JSON (at #/c/0)
        | c: [ !x 1 ]
        |      ^
    api.yaml:5:1: the key `c` is there twice
        | c: {}
        | ^
    ");
}

#[test]
fn only_comments_are_nothing() {
    assert_snapshot!(complaints("# Nothing yet.\n"), @"api.yaml: the file is empty");
}
