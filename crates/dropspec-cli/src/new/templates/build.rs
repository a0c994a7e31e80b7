//! Generates the service from its document.

fn main() {
    dropspec_build::server("{document}");
    dropspec_build::mocks("{document}");
}
