//! Generates the service from its document.

fn main() {
    dropspec_build::server("openapi.yaml");
    // Migrations and the sample are inside the binary.
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=data/passengers.csv");
}
