//! The format of the report, and the exit status.

use insta::assert_snapshot;

use super::THINGS;
use crate::support::{Folder, SHOP};

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("old.yaml", THINGS);
    let new = THINGS.replace("maxLength: 10", "maxLength: 9").replace("operationId: putThing", "operationId: setThing");
    folder.write("new.yaml", &new);
    folder
}

#[test]
fn reports_each_change_in_a_line_with_both_locations() {
    assert_snapshot!(folder().run(&["diff", "old.yaml", "new.yaml"]).output(1), @"
    breaking: PUT /things/{id}: request `Thing.name`: `maxLength` changed from 10 to 9 (old:29:31 #/components/schemas/Thing/properties/name/maxLength, new:29:31 #/components/schemas/Thing/properties/name/maxLength)
    compatible: PUT /things/{id}: operationId changed from `putThing` to `setThing`, which renames the method of generated clients (old:6:5 #/paths/~1things~1{id}/put, new:6:5 #/paths/~1things~1{id}/put)
    compatible: PUT /things/{id}: response `Thing.name`: `maxLength` changed from 10 to 9 (old:29:31 #/components/schemas/Thing/properties/name/maxLength, new:29:31 #/components/schemas/Thing/properties/name/maxLength)
    1 breaking, 2 compatible
    ");
}

#[test]
fn reports_as_json() {
    assert_snapshot!(folder().run(&["diff", "old.yaml", "new.yaml", "--format", "json"]).output(1), @r#"
    {
      "old": "old.yaml",
      "new": "new.yaml",
      "breaking": 1,
      "compatible": 2,
      "changes": [
        {
          "severity": "breaking",
          "operations": [
            "PUT /things/{id}"
          ],
          "message": "request `Thing.name`: `maxLength` changed from 10 to 9",
          "old": {
            "pointer": "/components/schemas/Thing/properties/name/maxLength",
            "line": 29,
            "column": 31
          },
          "new": {
            "pointer": "/components/schemas/Thing/properties/name/maxLength",
            "line": 29,
            "column": 31
          }
        },
        {
          "severity": "compatible",
          "operations": [
            "PUT /things/{id}"
          ],
          "message": "operationId changed from `putThing` to `setThing`, which renames the method of generated clients",
          "old": {
            "pointer": "/paths/~1things~1{id}/put",
            "line": 6,
            "column": 5
          },
          "new": {
            "pointer": "/paths/~1things~1{id}/put",
            "line": 6,
            "column": 5
          }
        },
        {
          "severity": "compatible",
          "operations": [
            "PUT /things/{id}"
          ],
          "message": "response `Thing.name`: `maxLength` changed from 10 to 9",
          "old": {
            "pointer": "/components/schemas/Thing/properties/name/maxLength",
            "line": 29,
            "column": 31
          },
          "new": {
            "pointer": "/components/schemas/Thing/properties/name/maxLength",
            "line": 29,
            "column": 31
          }
        }
      ]
    }
    "#);
}

#[test]
fn reports_no_changes_of_equal_documents() {
    assert_snapshot!(folder().run(&["diff", "old.yaml", "old.yaml"]).output(0), @"no changes that affect clients");
    assert_snapshot!(folder().run(&["diff", SHOP, SHOP]).output(0), @"no changes that affect clients");
}

#[test]
fn exits_with_0_for_compatible_changes() {
    let folder = folder();
    folder.write("wide.yaml", &THINGS.replace("servers: [", "servers: [{ url: https://other.example }, "));
    assert_snapshot!(folder.run(&["diff", "old.yaml", "wide.yaml"]).output(0), @"
    compatible: server https://other.example added (old:1:1 #, new:3:11 #/servers/0)
    0 breaking, 1 compatible
    ");
}

#[test]
fn reads_the_old_document_from_standard_input() {
    let outcome = folder().run_with_input(&["diff", "-", "old.yaml"], THINGS);
    assert_snapshot!(outcome.output(0), @"no changes that affect clients");
}

#[test]
fn exits_with_2_for_unreadable_documents() {
    let folder = folder();
    folder.write("dangling.yaml", &THINGS.replace("schemas/Size' }", "schemas/Shape' }"));
    folder.write("later.yaml", &THINGS.replace("3.0.3", "3.1.0"));
    for (old, new) in [("none.yaml", "new.yaml"), ("old.yaml", "dangling.yaml"), ("later.yaml", "new.yaml")] {
        let error = folder.run(&["diff", old, new]).error(2);
        assert!(error.starts_with(if old == "old.yaml" { new } else { old }), "{error}");
    }
}
