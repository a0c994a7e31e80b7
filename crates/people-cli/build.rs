//! Generates the commands from the document of the service.

fn main() {
    dropspec_build::commands("../../openapi.yaml");
}
