//! Generates the services of all documents.

use dropspec_build::folder;

fn main() {
    dropspec_build::server("documents/shop.yaml");
    dropspec_build::client("documents/shop.yaml");
    for name in ["bare", "fleet", "harbour", "names", "shapes", "studio", "vault", "ways"] {
        let document = format!("documents/{name}.yaml");
        folder(name).server(&document);
        folder(name).client(&document);
    }
    folder("studio").mocks("documents/studio.yaml");
}
