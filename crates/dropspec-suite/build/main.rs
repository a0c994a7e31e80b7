//! Generates validators for the schemas of a JSON Schema test suite that OpenAPI 3.0 can express.
//!
//! `JSON_SCHEMA_TEST_SUITE` is the directory of the suite, in the layout of draft 4. Without it, there are no test cases.

mod document;
mod expressible;
mod groups;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use dropspec_codegen as codegen;

const VARIABLE: &str = "JSON_SCHEMA_TEST_SUITE";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rerun-if-changed=build");
    let target = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let groups = match env::var_os(VARIABLE) {
        Some(folder) => {
            println!("cargo::rerun-if-changed={}", Path::new(&folder).display());
            groups::read(folder.as_ref())?
        }
        None => Vec::new(),
    };
    let document = document::source(&document::build(&groups))?;
    let generated = codegen::server(&document)?;
    fs::write(
        target.join("cases.rs"),
        document::components(&document)? + &document::cases(&groups, &generated.text()),
    )?;
    for (name, text) in generated.files() {
        fs::write(target.join(name), text)?;
    }
    // The generated code includes the document, which is not needed here.
    fs::write(target.join("openapi.json"), "{}")?;
    fs::write(target.join("openapi.yaml"), "{}")?;
    Ok(())
}
