//! Generates the services of all documents.

use dropspec_build::folder;

fn main() {
    for name in ["bookshop", "bulks", "composite", "keys", "kinds"] {
        let document = format!("documents/{name}.yaml");
        folder(name).server(&document);
        folder(name).client(&document);
    }
}
