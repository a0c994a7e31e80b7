//! Generates the commands from the OpenAPI document of the service.

fn main() {
    dropspec_build::commands("../../openapi.yaml");
}
