//! Generates the services from their documents.

use dropspec_build::folder;

fn main() {
<%- for service in services %>
    folder("[[service.name]]").server("[[service.document]]");
    folder("[[service.name]]").mocks("[[service.document]]");
<%- endfor %>
<%- if has_tables %>
    // The migrations are in the binary.
    println!("cargo::rerun-if-changed=migrations");
<%- endif %>
}
