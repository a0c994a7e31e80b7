//! Generates the services from their documents, and clients of those that the page calls.

use dropspec_build::folder;

fn main() {
    for name in ["description", "move", "page", "role", "stat"] {
        folder(name).server(format!("documents/{name}.yaml"));
    }
    for name in ["description", "move", "role", "stat"] {
        folder(name).client(format!("documents/{name}.yaml"));
    }
}
