//! Runs programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the workspace.
pub(crate) const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Runs the program under test.
pub(crate) fn dropspec(arguments: &[&OsStr]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dropspec")).args(arguments).output().unwrap()
}

/// Builds the crate in a folder, without the network; the output is a message of JSON in each line.
pub(crate) fn build(folder: &Path) -> Output {
    Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--message-format=json"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target())
        .env("CARGO_NET_OFFLINE", "true")
        .output()
        .unwrap()
}

/// The path of a program that was built.
pub(crate) fn program(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// Where the workspace is built: most of what a new crate depends on is there already.
fn target() -> &'static Path {
    let program = Path::new(env!("CARGO_BIN_EXE_dropspec"));
    program.ancestors().nth(2).expect("it is in a folder of a profile")
}
