//! Generates the service from its document.

fn main() {
    dropspec_build::server("[[document]]");
    dropspec_build::mocks("[[document]]");
<%- if has_tables %>
    // The migrations are in the binary.
    println!("cargo::rerun-if-changed=migrations");
<%- endif %>
}
