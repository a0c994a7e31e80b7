//! Compresses the files of the docs page: Swagger UI's, as they are distributed, and our own beside them.

use std::error::Error;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

/// What the page needs of Swagger UI.
const THEIRS: [&str; 3] = ["swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"];

/// What it needs besides, in `src/docs`.
const OURS: [&str; 2] = ["initializer.js", "page.css"];

fn main() -> Result<(), Box<dyn Error>> {
    let target = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let mut distribution = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    for name in THEIRS {
        compress(name, &read(&mut distribution, name)?, &target)?;
    }
    for name in OURS {
        let file = Path::new("src/docs").join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        compress(name, &fs::read(file)?, &target)?;
    }
    println!("cargo::rustc-env=RUSTC_VERSION={}", compiler()?);
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// The compiler, in its own words.
fn compiler() -> Result<String, Box<dyn Error>> {
    let program = std::env::var_os("RUSTC").ok_or("RUSTC is not set")?;
    let answer = Command::new(program).arg("--version").output()?;
    Ok(String::from_utf8(answer.stdout)?.trim().trim_start_matches("rustc ").to_owned())
}

/// A file of the distribution, which is in a folder that is named after its version.
fn read(distribution: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let suffix = format!("/dist/{name}");
    let index = distribution.file_names().position(|path| path.is_ok_and(|path| path.ends_with(&suffix)));
    let mut content = Vec::new();
    distribution.by_index(index.ok_or_else(|| format!("Swagger UI has no {name}"))?)?.read_to_end(&mut content)?;
    Ok(content)
}

fn compress(name: &str, content: &[u8], target: &Path) -> Result<(), Box<dyn Error>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    fs::write(target.join(format!("{name}.gz")), encoder.finish()?)?;
    Ok(())
}
