//! `dropspec completions`: prints a completion script for a shell.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::error::Error;
use crate::exit::ExitStatus;

pub(crate) fn run(shell: Shell, out: &mut impl Write) -> Result<ExitStatus, Error> {
    // `clap_complete` panics when it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "dropspec", &mut script);
    out.write_all(&script)?;
    Ok(ExitStatus::Success)
}
