//! Generates the services from their documents, and clients of those that the page asks.

use dropspec_build::folder;

fn main() {
    folder("page").server("documents/page.yaml");
    for name in ["description", "move", "role", "stat"] {
        folder(name).server(format!("documents/{name}.yaml"));
        folder(name).client(format!("documents/{name}.yaml"));
    }
}
