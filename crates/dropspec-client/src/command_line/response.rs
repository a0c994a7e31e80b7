//! Prints responses: successful ones to standard output, others as errors.

use std::io::{self, IsTerminal, Write};

use serde_json::Value;

use super::error::Error;
use crate::problem::describe;
use crate::response::Response;

/// Prints a successful response; returns any other as an error.
pub(crate) async fn print(response: Response) -> Result<(), Error> {
    let status = response.status();
    let media_type = response.media_type();
    let is_json = media_type == "application/json" || media_type.ends_with("+json");
    let mut response = response.into_inner();
    if !status.is_success() {
        let body = response.bytes().await.map_err(Error::Read)?;
        let problem = serde_json::from_slice(&body).unwrap_or_default();
        return Err(Error::Response(describe(&status.to_string(), &problem)));
    }
    let mut out = io::stdout().lock();
    if !is_json {
        // Stream the body, which may be large.
        while let Some(chunk) = response.chunk().await.map_err(Error::Read)? {
            check(out.write_all(&chunk))?;
        }
        return check(out.flush());
    }
    let body = response.bytes().await.map_err(Error::Read)?;
    // Programs get the body unchanged; terminals get it formatted.
    if !io::stdout().is_terminal() {
        return check(out.write_all(&body).and_then(|()| writeln!(out)));
    }
    let value: Value = serde_json::from_slice(&body).map_err(Error::InvalidJson)?;
    check(writeln!(out, "{value:#}"))
}

/// Ignores that the reader of the output closed the pipe.
fn check(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Error::Output),
    }
}
