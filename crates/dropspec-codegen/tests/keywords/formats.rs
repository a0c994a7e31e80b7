//! The row of `format` lists the formats that are checked.

use serde_json::{Value, json};

use crate::server;
use crate::table::formats;

/// The code of a server with a parameter of a type and format.
fn code(kind: &str, format: Option<&str>) -> String {
    let mut schema = json!({ "type": kind });
    if let Some(format) = format {
        schema["format"] = Value::from(format);
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Formats", "version": "1" },
        "paths": {
            "/a": {
                "get": {
                    "operationId": "a",
                    "parameters": [{ "name": "a", "in": "query", "schema": schema }],
                    "responses": { "204": { "description": "None." } },
                },
            },
        },
    });
    server(&document).unwrap().0
}

#[test]
fn each_format_of_the_row_is_checked() {
    let formats = formats();
    assert!(formats.len() > 20, "{formats:?}");
    for format in formats {
        let kind = match format.as_str() {
            "int32" | "int64" => "integer",
            "double" | "float" => "number",
            _ => "string",
        };
        // The documents of the code differ, but it only includes them.
        assert_ne!(code(kind, Some(&format)), code(kind, None), "{format}");
    }
    for format in ["password", "made-up"] {
        assert_eq!(code("string", Some(format)), code("string", None), "{format}");
    }
}
