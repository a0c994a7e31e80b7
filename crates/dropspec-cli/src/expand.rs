//! `dropspec expand`: prints the Rust code generated from a document.

use std::io::Write;
use std::path::Path;

use dropspec_codegen as codegen;

use crate::error::Error;
use crate::exit::ExitStatus;
use crate::input;

pub(crate) fn run(document: &Path, client: bool, out: &mut impl Write) -> Result<ExitStatus, Error> {
    let source = input::read(document).map_err(Error::Unreadable)?;
    let code = if client {
        codegen::client(&source).map_err(Error::Unsupported)?
    } else {
        codegen::server(&source).map_err(Error::Unsupported)?.text()
    };
    out.write_all(code.as_bytes())?;
    Ok(ExitStatus::Success)
}
