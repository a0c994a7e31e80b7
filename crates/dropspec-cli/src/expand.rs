//! `dropspec expand`: the Rust that a document becomes.

use std::io::Write;
use std::path::Path;

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;

use crate::{Failure, Verdict, input};

pub(crate) fn run(document: &Path, client: bool, contract: bool, out: &mut impl Write) -> Result<Verdict, Failure> {
    let source = input::read(document).map_err(|found| Failure::Complaint(found.to_string(), Verdict::Unreadable))?;
    let refused = |found: Diagnostics| Failure::Complaint(found.to_string(), Verdict::Bad);
    let code = if client {
        codegen::client(&source).map_err(refused)?
    } else {
        let server = codegen::server(&source).map_err(refused)?;
        if contract { server.contract } else { server.api }
    };
    out.write_all(code.as_bytes())?;
    Ok(Verdict::Good)
}
