//! Generates the client from the OpenAPI document of the service.

fn main() {
    dropspec_build::client("../../openapi.yaml");
}
