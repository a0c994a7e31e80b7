//! Generates the services of all documents.

use dropspec_build::folder;

fn main() {
    for name in ["bookshop", "bulks", "keys", "kinds", "orders"] {
        let document = format!("documents/{name}.yaml");
        folder(name).server(&document);
        folder(name).client(&document);
    }
}
