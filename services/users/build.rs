//! Generates the two services, and the client with which one calls the other.

use dropspec_build::folder;

fn main() {
    folder("backend").server("documents/backend.yaml");
    folder("backend").client("documents/backend.yaml");
    folder("frontend").server("documents/frontend.yaml");
    // Migrations and the sample are inside the binary.
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=data/users.csv");
}
