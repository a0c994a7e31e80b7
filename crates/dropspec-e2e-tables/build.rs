//! Generates the services of both documents.

use dropspec_build::folder;

fn main() {
    for name in ["bookshop", "kinds"] {
        let document = format!("documents/{name}.yaml");
        folder(name).server(&document);
        folder(name).client(&document);
    }
}
