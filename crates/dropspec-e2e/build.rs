//! Generates the services of all documents.

use std::path::PathBuf;

use dropspec_openapi::source::Source;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    dropspec_build::server("documents/shop.yaml");

    let target = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    for name in ["bare", "fleet", "harbour", "names", "vault", "ways"] {
        let document = PathBuf::from(format!("documents/{name}.yaml"));
        println!("cargo::rerun-if-changed={}", document.display());
        let source = Source::read(&document)?;
        std::fs::write(target.join(format!("{name}.rs")), dropspec_codegen::server(&source)?.api)?;
        std::fs::write(target.join(format!("{name}_client.rs")), dropspec_codegen::client(&source)?)?;
    }
    let shop = Source::read(&PathBuf::from("documents/shop.yaml"))?;
    std::fs::write(target.join("shop_client.rs"), dropspec_codegen::client(&shop)?)?;
    Ok(())
}
