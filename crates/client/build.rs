//! Generates the client from the document of the service.

fn main() {
    dropspec_build::client("../../openapi.yaml");
}
