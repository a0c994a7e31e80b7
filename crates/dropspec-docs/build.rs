//! Compresses the assets of the docs page: files of the Swagger UI distribution, and the files in `assets`.

use std::error::Error;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

/// The files of the Swagger UI distribution that the page loads.
const SWAGGER_UI_FILES: [&str; 3] = ["swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"];

/// The files in `assets` that the page loads.
const ASSETS: [&str; 2] = ["initializer.js", "page.css"];

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let mut distribution = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    for name in SWAGGER_UI_FILES {
        compress(name, &extract(&mut distribution, name)?, &out)?;
    }
    for name in ASSETS {
        let file = Path::new("assets").join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        compress(name, &fs::read(file)?, &out)?;
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// Extracts a file of the distribution, whose top folder is named after its version.
fn extract(distribution: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let suffix = format!("/dist/{name}");
    let index = distribution.file_names().position(|path| path.is_ok_and(|path| path.ends_with(&suffix)));
    let mut content = Vec::new();
    distribution.by_index(index.ok_or_else(|| format!("Swagger UI has no {name}"))?)?.read_to_end(&mut content)?;
    Ok(content)
}

fn compress(name: &str, content: &[u8], out: &Path) -> Result<(), Box<dyn Error>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    fs::write(out.join(format!("{name}.gz")), encoder.finish()?)?;
    Ok(())
}
