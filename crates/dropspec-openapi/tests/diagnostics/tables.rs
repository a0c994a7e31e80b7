//! Schemas that are tables.

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
fn a_table_has_a_name_and_a_key() {
    assert_snapshot!(diagnostics(&ships("x-dropspec-table: { key: sign }", "")), @"
    api.yaml:9:7: `name` is missing (at #/components/schemas/Ship/x-dropspec-table)
        |       x-dropspec-table: { key: sign }
        |       ^
    ");
    assert_snapshot!(diagnostics(&ships("x-dropspec-table: { name: ships }", "")), @"
    api.yaml:9:7: `key` is missing (at #/components/schemas/Ship/x-dropspec-table)
        |       x-dropspec-table: { name: ships }
        |       ^
    ");
    assert_snapshot!(diagnostics(&ships("x-dropspec-table: { name: Ships of war, key: sign }", "")), @"
    api.yaml:9:27: `Ships of war` is not a valid table name; use at most 40 lower-case letters, digits and `_`, starting with a letter but not with `dropspec_`, `pg_` or `sqlite_` (at #/components/schemas/Ship/x-dropspec-table/name)
        |       x-dropspec-table: { name: Ships of war, key: sign }
        |                           ^
    ");
    assert_snapshot!(diagnostics(&ships("x-dropspec-table: { name: ships, key: number }", "")), @"
    api.yaml:9:40: Ship has no property `number` (at #/components/schemas/Ship/x-dropspec-table/key)
        |       x-dropspec-table: { name: ships, key: number }
        |                                        ^
    ");
    assert_snapshot!(diagnostics(&ships("x-dropspec-table: { name: ships, key: sign, order: sign }", "")), @"
    api.yaml:9:51: `order` of a table is not supported (at #/components/schemas/Ship/x-dropspec-table/order)
        |       x-dropspec-table: { name: ships, key: sign, order: sign }
        |                                                   ^
    ");
    assert_snapshot!(diagnostics(&ships("x-dropspec-storage: ships", "")), @"
    api.yaml:9:7: `x-dropspec-storage` of a schema is not supported (at #/components/schemas/Ship/x-dropspec-storage)
        |       x-dropspec-storage: ships
        |       ^
    ");
}

#[test]
fn a_table_key_is_required_and_comparable() {
    let key = "x-dropspec-table: { name: ships, key: number }";
    assert_snapshot!(diagnostics(&ships(key, "number: { type: integer }")), @"
    api.yaml:12:9: a key must be required, and a string, a uuid or an integer (at #/components/schemas/Ship/properties/number)
        |         number: { type: integer }
        |         ^
    ");
    let required = ships(key, "number: { type: number }").replace("[sign]", "[sign, number]");
    assert_snapshot!(diagnostics(&required), @"
    api.yaml:12:9: a key must be required, and a string, a uuid or an integer (at #/components/schemas/Ship/properties/number)
        |         number: { type: number }
        |         ^
    ");
}

#[test]
fn a_read_only_key_is_a_uuid_or_an_integer() {
    let key = "x-dropspec-table: { name: ships, key: number }";
    for kind in ["integer", "integer, format: int32", "string, format: uuid"] {
        assert_eq!(diagnostics(&ships(key, &format!("number: {{ type: {kind}, readOnly: true }}"))), "no diagnostics");
    }
    assert_snapshot!(diagnostics(&ships(key, "number: { type: string, readOnly: true }")), @"
    api.yaml:12:9: a key that the server makes is a uuid or an integer (at #/components/schemas/Ship/properties/number)
        |         number: { type: string, readOnly: true }
        |         ^
    ");
}

#[test]
fn values_of_the_server_are_timestamps_or_the_caller() {
    let built = |set: &str| diagnostics(&ships(MARK, &format!("built: {{ {set} }}")));
    let timestamp = "type: string, format: date-time, readOnly: true";
    for set in ["create", "update", "never"] {
        assert_eq!(built(&format!("{timestamp}, x-dropspec-set: {set}")), "no diagnostics");
    }
    assert_eq!(built("type: string, readOnly: true, x-dropspec-set: caller"), "no diagnostics");
    let rejections = [
        (format!("{timestamp}, x-dropspec-set: caller"), "only a string can be set so, not a date-time"),
        (format!("{timestamp}, x-dropspec-set: always"), "`x-dropspec-set` must be create, update, caller or never"),
        (
            "type: string, format: date-time, x-dropspec-set: create".to_owned(),
            "`x-dropspec-set` is only allowed for `readOnly` properties",
        ),
    ];
    let outside = with_schemas(&format!(
        "Ship:\n  type: object\n  properties:\n    built: {{ {timestamp}, x-dropspec-set: create }}"
    ));
    assert!(diagnostics(&outside).contains("has an effect only in the schema of a table"), "{}", diagnostics(&outside));
    for (set, message) in rejections {
        let found = built(&set);
        assert!(found.contains(message) && found.contains("built/x-dropspec-set)"), "{set}: {found}");
    }
}

#[test]
fn a_key_of_several_properties_is_of_required_ones_that_clients_set() {
    let check = |key: &str, number: &str| {
        diagnostics(&ships(
            &format!("x-dropspec-table: {{ name: ships, key: {key} }}"),
            &format!("number: {{ {number} }}"),
        ))
    };
    for (key, number, message) in [
        (
            "[sign, number]",
            "type: integer",
            "each property of a key must be required, and a string, a uuid or an integer",
        ),
        ("[sign, number]", "type: integer, readOnly: true", "this one cannot be `readOnly`"),
        ("[sign, sign]", "type: integer", "`sign` is listed twice"),
        ("[sign, size]", "type: integer", "has no property `size`"),
        ("[sign, 7]", "type: integer", "the name of a property is expected here"),
        ("[]", "type: integer", "the list of properties is empty"),
    ] {
        let found = check(key, number);
        assert!(found.contains(message), "{key}: {found}");
    }
    assert_eq!(check("[sign]", "type: integer"), "no diagnostics");
}

#[test]
fn the_time_of_the_deletion_is_a_read_only_timestamp() {
    let key = "x-dropspec-table: { name: ships, key: sign, softDelete: sunk }";
    let sunk = |schema: &str| diagnostics(&ships(key, &format!("sunk: {{ {schema} }}")));
    assert_eq!(sunk("type: string, format: date-time, readOnly: true"), "no diagnostics");
    for schema in ["type: string, format: date-time", "type: boolean, readOnly: true"] {
        let found = sunk(schema);
        assert!(found.contains("must be a date-time that is `readOnly`, and nullable or not required"), "{found}");
    }
    let found = diagnostics(&ships(key, ""));
    assert!(found.contains("Ship has no property `sunk`"), "{found}");
}

#[test]
fn column_names_do_not_collide() {
    assert_eq!(diagnostics(&ships(MARK, "homePort: { type: string }\nhome_port: { type: string }")), "no diagnostics");
    assert_eq!(diagnostics(&ships(MARK, "version: { type: integer }\nctid: { type: string }")), "no diagnostics");
}

#[test]
fn binary_and_write_only_properties_are_no_columns() {
    assert_snapshot!(diagnostics(&ships(MARK, "photo: { type: string, format: binary }")), @"
    api.yaml:12:9: binary data cannot be a column; use `format: byte` (at #/components/schemas/Ship/properties/photo)
        |         photo: { type: string, format: binary }
        |         ^
    ");
    assert_snapshot!(diagnostics(&ships(MARK, "secret: { type: string, writeOnly: true }")), @"
    api.yaml:12:9: a write-only property cannot be a column (at #/components/schemas/Ship/properties/secret)
        |         secret: { type: string, writeOnly: true }
        |         ^
    ");
}

#[test]
fn a_table_has_a_limited_number_of_properties() {
    let properties = |count| (1..count).map(|number| format!("p{number}: {{ type: integer }}\n")).collect::<String>();
    assert_eq!(diagnostics(&ships(MARK, &properties(900))), "no diagnostics");
    assert_snapshot!(diagnostics(&ships(MARK, &properties(901))), @"
    api.yaml:6:5: a table has at most 900 properties, this one has 901; group some of them in an object (at #/components/schemas/Ship)
        |     Ship:
        |     ^
    ");
}

#[test]
fn table_names_are_distinct() {
    let second = "\nBoat:\n  type: object\n  required: [sign]\n  x-dropspec-table: { name: ships, key: sign }\n  properties: { sign: { type: string } }";
    let document = ships(MARK, "") + &second.replace('\n', "\n    ");
    assert_snapshot!(diagnostics(&document), @"
    api.yaml:13:5: the table `ships` is already used by Ship; choose another name (at #/components/schemas/Boat)
        |     Boat:
        |     ^
    ");
}

#[test]
fn csv_columns_are_properties() {
    let with =
        |csv: &str| diagnostics(&ships(&format!("{MARK}\nx-dropspec-csv: {{ {csv} }}"), "steam: { type: boolean }"));
    assert_snapshot!(with("steam: { column: Steam, words: ['no', 'yes'] }"), @"no diagnostics");
    assert_snapshot!(with("sail: { column: Sail }"), @"
    api.yaml:10:25: the schema has no property `sail` (at #/components/schemas/Ship/x-dropspec-csv/sail)
        |       x-dropspec-csv: { sail: { column: Sail } }
        |                         ^
    ");
    assert_snapshot!(with("steam: { name: Steam }"), @"
    api.yaml:10:34: `name` of a column of CSV is not supported (at #/components/schemas/Ship/x-dropspec-csv/steam/name)
        |       x-dropspec-csv: { steam: { name: Steam } }
        |                                  ^
    ");
    assert_snapshot!(with("steam: { column: sign }"), @"
    api.yaml:13:9: the CSV column `sign` is already used by `sign`; choose another name (at #/components/schemas/Ship/properties/steam)
        |         steam: { type: boolean }
        |         ^
    ");
    assert_snapshot!(with("steam: { words: ['yes'] }"), @"
    api.yaml:10:34: `words` must be two strings: the word for false, then the word for true (at #/components/schemas/Ship/x-dropspec-csv/steam/words)
        |       x-dropspec-csv: { steam: { words: ['yes'] } }
        |                                  ^
    ");
    assert_snapshot!(with("steam: { words: ['yes', 'yes'] }"), @"
    api.yaml:10:34: the words for false and true must be distinct and not empty (at #/components/schemas/Ship/x-dropspec-csv/steam/words)
        |       x-dropspec-csv: { steam: { words: ['yes', 'yes'] } }
        |                                  ^
    ");
    assert_snapshot!(with("steam: { truncate: true }"), @"
    api.yaml:10:34: `truncate` is only allowed for integers (at #/components/schemas/Ship/x-dropspec-csv/steam/truncate)
        |       x-dropspec-csv: { steam: { truncate: true } }
        |                                  ^
    ");
    assert_snapshot!(with("sign: { words: ['no', 'yes'] }"), @"
    api.yaml:10:33: `words` is only allowed for booleans (at #/components/schemas/Ship/x-dropspec-csv/sign/words)
        |       x-dropspec-csv: { sign: { words: ['no', 'yes'] } }
        |                                 ^
    ");
}
