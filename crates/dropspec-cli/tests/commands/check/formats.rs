//! Machine-readable formats: JSON and SARIF.

use insta::assert_snapshot;

use super::{PING, PONG};
use crate::support::{Folder, with_paths};

#[test]
fn reports_as_json() {
    let folder = Folder::new();
    folder.write("pong.yaml", &with_paths(PONG));
    assert_snapshot!(folder.run(&["check", "--format", "json", "pong.yaml", "none.yaml"]).output(2), @r#"
    [
      {
        "document": "pong.yaml",
        "status": "unsupported",
        "operations": 2,
        "parameters": 1,
        "schemas": 0,
        "errors": [
          {
            "file": "pong.yaml",
            "line": 7,
            "column": 70,
            "pointer": "/paths/~1pong/get/parameters/0/schema/minLength",
            "subject": "GET /pong, parameter `depth`",
            "message": "`minLength` must be a whole number that is not negative"
          },
          {
            "file": "pong.yaml",
            "line": 11,
            "column": 7,
            "pointer": "/paths/~1pong/put/responses",
            "subject": "PUT /pong",
            "message": "an operation must have at least one response"
          }
        ],
        "warnings": []
      },
      {
        "document": "none.yaml",
        "status": "unreadable",
        "errors": [
          {
            "file": "none.yaml",
            "line": null,
            "column": null,
            "pointer": "",
            "subject": null,
            "message": "cannot read the document: No such file or directory (os error 2)"
          }
        ],
        "warnings": []
      }
    ]
    "#);
}

#[test]
fn reports_as_sarif() {
    let folder = Folder::new();
    let warned = PING.replace("/ping:", "/ping:\n  x-owner: me");
    folder.write("the pong.yaml", &with_paths(&PONG.replace("put-pong", "put")));
    folder.write("ping.yaml", &with_paths(&warned));
    assert_snapshot!(folder.run(&["check", "--format", "sarif", "the pong.yaml", "ping.yaml", "none.yaml"]).output(2), @r##"
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "dropspec",
              "version": "0.1.0",
              "rules": [
                {
                  "id": "unreadable",
                  "shortDescription": {
                    "text": "The document cannot be read."
                  }
                },
                {
                  "id": "unsupported",
                  "shortDescription": {
                    "text": "The document is not valid, or has something that is not supported."
                  }
                },
                {
                  "id": "warning",
                  "shortDescription": {
                    "text": "A part of the document has no effect, or not the one that its author may expect."
                  }
                }
              ]
            }
          },
          "columnKind": "unicodeCodePoints",
          "results": [
            {
              "ruleId": "unsupported",
              "level": "error",
              "message": {
                "text": "`minLength` must be a whole number that is not negative"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "the%20pong.yaml"
                    },
                    "region": {
                      "startLine": 7,
                      "startColumn": 70
                    }
                  },
                  "logicalLocations": [
                    {
                      "name": "GET /pong, parameter `depth`",
                      "fullyQualifiedName": "#/paths/~1pong/get/parameters/0/schema/minLength"
                    }
                  ]
                }
              ]
            },
            {
              "ruleId": "unsupported",
              "level": "error",
              "message": {
                "text": "an operation must have at least one response"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "the%20pong.yaml"
                    },
                    "region": {
                      "startLine": 11,
                      "startColumn": 7
                    }
                  },
                  "logicalLocations": [
                    {
                      "name": "PUT /pong",
                      "fullyQualifiedName": "#/paths/~1pong/put/responses"
                    }
                  ]
                }
              ]
            },
            {
              "ruleId": "warning",
              "level": "warning",
              "message": {
                "text": "the extension `x-owner` has no effect"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "ping.yaml"
                    },
                    "region": {
                      "startLine": 5,
                      "startColumn": 5
                    }
                  },
                  "logicalLocations": [
                    {
                      "name": "path /ping",
                      "fullyQualifiedName": "#/paths/~1ping/x-owner"
                    }
                  ]
                }
              ]
            },
            {
              "ruleId": "unreadable",
              "level": "error",
              "message": {
                "text": "cannot read the document: No such file or directory (os error 2)"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "none.yaml"
                    }
                  }
                }
              ]
            }
          ]
        }
      ]
    }
    "##);
}
