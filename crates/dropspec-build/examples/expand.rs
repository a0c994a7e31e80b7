//! Prints the Rust that a document becomes:
//! `cargo run -p dropspec-build --example expand -- openapi.yaml [client|contract]`.

use std::process::ExitCode;

use dropspec_build::diagnostic::Diagnostics;
use dropspec_build::generate;
use dropspec_build::source::Source;

#[allow(clippy::print_stderr, reason = "where a program says what is wrong")]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        eprintln!("say which document");
        return ExitCode::FAILURE;
    };
    match expand(&file, arguments.next().as_deref()) {
        Ok(code) => {
            println!("{code}");
            ExitCode::SUCCESS
        }
        Err(found) => {
            eprintln!("{found}");
            ExitCode::FAILURE
        }
    }
}

fn expand(file: &str, part: Option<&str>) -> Result<String, Diagnostics> {
    let source = Source::read(file.as_ref())?;
    match part {
        Some("client") => generate::client(&source),
        Some("contract") => Ok(generate::server(&source)?.contract),
        _ => Ok(generate::server(&source)?.api),
    }
}
