//! Generates the services of all documents.

use std::path::PathBuf;

use dropspec_openapi::source::Source;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    dropspec_build::server("documents/shop.yaml");

    let target = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    for name in ["bare", "fleet", "harbour", "names", "shapes", "studio", "vault", "ways"] {
        let document = PathBuf::from(format!("documents/{name}.yaml"));
        println!("cargo::rerun-if-changed={}", document.display());
        let source = Source::read(&document)?;
        let folder = target.join(name);
        std::fs::create_dir_all(&folder)?;
        for (name, text) in dropspec_codegen::server(&source)?.files() {
            std::fs::write(folder.join(name), text)?;
        }
        std::fs::write(folder.join("client.rs"), dropspec_codegen::client(&source)?)?;
    }
    let shop = Source::read("documents/shop.yaml".as_ref())?;
    std::fs::write(target.join("shop_client.rs"), dropspec_codegen::client(&shop)?)?;
    let mocks = dropspec_codegen::mocks(&Source::read("documents/studio.yaml".as_ref())?)?;
    std::fs::write(target.join("studio_mocks.rs"), mocks)?;
    Ok(())
}
