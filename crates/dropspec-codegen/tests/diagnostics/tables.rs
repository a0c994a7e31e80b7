//! Tables whose rows have no type.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_schemas};

/// A document with a table of ships that has the extensions and properties.
fn ships(mark: &str, properties: &str) -> String {
    let properties: String = properties.lines().map(|line| format!("    {}\n", line.trim())).collect();
    let marks: String = mark.lines().map(|line| format!("  {}\n", line.trim())).collect();
    with_schemas(&format!(
        "Ship:\n  type: object\n  required: [sign]\n{marks}  properties:\n    sign: {{ type: string }}\n{properties}"
    ))
}

const MARK: &str = "x-dropspec-table: { name: ships, key: sign }";

#[test]
fn every_kind_of_property_can_be_a_column() {
    let properties = "
        a: { type: boolean }
        b: { type: integer, format: int32, nullable: true }
        c: { type: number }
        d: { type: string, enum: [x, y] }
        e: { type: string, format: date }
        f: { type: string, format: date-time }
        g: { type: array, items: { type: string } }
        h: { type: object, additionalProperties: { type: integer } }
        i: { anyOf: [{ type: string }, { type: integer }] }";
    assert_snapshot!(diagnostics(&ships(MARK, properties.trim())), @"no diagnostics");
}
