//! Generates the services of all documents.

use dropspec_build::folder;

fn main() {
    dropspec_build::server("documents/shop.yaml");
    dropspec_build::client("documents/shop.yaml");
    for name in ["bare", "fleet", "harbour", "names", "studio", "vault", "ways"] {
        let document = format!("documents/{name}.yaml");
        folder(name).server(&document);
        folder(name).client(&document);
    }
    // The service checks a format of its own.
    folder("shapes").format("isbn", "crate::isbn::is_isbn").server("documents/shapes.yaml");
    folder("shapes").client("documents/shapes.yaml");
    folder("studio").mocks("documents/studio.yaml");
}
