//! The form of the report, and what the exit code says.

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
fn each_change_takes_a_line_with_both_places() {
    assert_snapshot!(folder().run(&["diff", "old.yaml", "new.yaml"]).prints(1), @"
    breaking: PUT /things/{id}: sent `Thing.name`: `maxLength` is 9, not 10 (old:29:31 #/components/schemas/Thing/properties/name/maxLength, new:29:31 #/components/schemas/Thing/properties/name/maxLength)
    compatible: PUT /things/{id}: the operationId is `setThing`, not `putThing`: generated clients name it anew (old:6:5 #/paths/~1things~1{id}/put, new:6:5 #/paths/~1things~1{id}/put)
    compatible: PUT /things/{id}: answered `Thing.name`: `maxLength` is 9, not 10 (old:29:31 #/components/schemas/Thing/properties/name/maxLength, new:29:31 #/components/schemas/Thing/properties/name/maxLength)
    1 breaking, 2 compatible
    ");
}

#[test]
fn machines_get_json() {
    assert_snapshot!(folder().run(&["diff", "old.yaml", "new.yaml", "--format", "json"]).prints(1), @r#"
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
          "what": "sent `Thing.name`: `maxLength` is 9, not 10",
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
          "what": "the operationId is `setThing`, not `putThing`: generated clients name it anew",
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
          "what": "answered `Thing.name`: `maxLength` is 9, not 10",
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
fn the_same_document_has_no_changes() {
    assert_snapshot!(folder().run(&["diff", "old.yaml", "old.yaml"]).prints(0), @"no change that a client could notice");
    assert_snapshot!(folder().run(&["diff", SHOP, SHOP]).prints(0), @"no change that a client could notice");
}

#[test]
fn compatible_changes_end_with_0() {
    let folder = folder();
    folder.write("wide.yaml", &THINGS.replace("servers: [", "servers: [{ url: https://other.example }, "));
    assert_snapshot!(folder.run(&["diff", "old.yaml", "wide.yaml"]).prints(0), @"
    compatible: the server https://other.example is new (old:1:1 #, new:3:11 #/servers/0)
    0 breaking, 1 compatible
    ");
}

#[test]
fn the_old_document_may_come_in_on_standard_input() {
    let outcome = folder().run_with_input(&["diff", "-", "old.yaml"], THINGS);
    assert_snapshot!(outcome.prints(0), @"no change that a client could notice");
}

#[test]
fn a_document_that_cannot_be_read_ends_with_2() {
    let folder = folder();
    folder.write("dangling.yaml", &THINGS.replace("schemas/Size' }", "schemas/Shape' }"));
    folder.write("later.yaml", &THINGS.replace("3.0.3", "3.1.0"));
    for (old, new) in [("none.yaml", "new.yaml"), ("old.yaml", "dangling.yaml"), ("later.yaml", "new.yaml")] {
        let complaint = folder.run(&["diff", old, new]).complains(2);
        assert!(complaint.starts_with(if old == "old.yaml" { new } else { old }), "{complaint}");
    }
}
