//! Generates the services of all documents.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use dropspec_build::folder;

/// The documents of parents and children: the name, the schema of the key, and whether clients set it.
const PAIRS: [(&str, &str, bool); 7] = [
    ("text", "{ type: string, minLength: 1, maxLength: 10 }", true),
    ("uuid", "{ type: string, format: uuid }", true),
    ("made_uuid", "{ type: string, format: uuid }", false),
    ("read_only_uuid", "{ type: string, format: uuid, readOnly: true }", false),
    ("integer", "{ type: integer }", true),
    ("made_integer", "{ type: integer, format: int32 }", false),
    ("read_only_integer", "{ type: integer, readOnly: true }", false),
];

fn main() -> Result<(), Box<dyn Error>> {
    for name in ["bookshop", "bulks", "composite", "keys", "kinds", "orders", "places", "store", "wiki"] {
        let document = format!("documents/{name}.yaml");
        folder(name).server(&document);
        folder(name).client(&document);
    }
    println!("cargo::rerun-if-changed=documents/pair.yaml.in");
    let template = fs::read_to_string("documents/pair.yaml.in")?;
    for (name, key, is_given) in PAIRS {
        let document = PathBuf::from(env::var("OUT_DIR")?).join(format!("pair_{name}.yaml"));
        fs::write(&document, pair(&template, key, is_given))?;
        folder(&format!("pair_{name}")).server(document);
    }
    Ok(())
}

/// The document of parents and children with keys of a schema.
fn pair(template: &str, key: &str, is_given: bool) -> String {
    // Rows whose keys the database makes cannot be created with others.
    let key_of_child =
        if is_given || !key.contains("integer") { key } else { "{ type: string, format: uuid, readOnly: true }" };
    let property = |key: &str| if is_given { format!("id: {key},") } else { String::new() };
    let reference = key.replace(", readOnly: true", "");
    [
        ("@key@", key),
        ("@key_of_child@", key_of_child),
        ("@reference@", &reference),
        ("@type@", reference.trim_matches(['{', ' ', '}'])),
        ("@reference_of_child@", &key_of_child.replace(", readOnly: true", "")),
        ("@nullable@", &reference.replace(" }", ", nullable: true }")),
        ("@new@", &property(key)),
        ("@new_of_child@", &property(key_of_child)),
        ("@required@", if is_given { "id" } else { "" }),
        ("@required_of_child@", if is_given { "id, " } else { "" }),
    ]
    .into_iter()
    .fold(template.to_owned(), |text, (mark, value)| text.replace(mark, value))
}
