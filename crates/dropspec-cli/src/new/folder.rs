//! The folder of a new crate: written as a whole, or not at all.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, iter};

/// Files by their paths in the folder.
pub(super) type Files = Vec<(PathBuf, String)>;

/// Whether there is nothing in the way.
///
/// # Errors
/// When there is something, or nobody can tell.
pub(super) fn require_empty(folder: &Path) -> Result<(), String> {
    let complain = |reason: &dyn std::fmt::Display| Err(format!("{}: {reason}", folder.display()));
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => complain(&"the folder is not empty; name one that is, or one that is not there yet"),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => complain(&error),
    }
}

/// Writes the files, beside the folder first, so that nobody ever sees half of them.
///
/// # Errors
/// When something cannot be written; then there is nothing left of it.
pub(super) fn write(folder: &Path, files: &Files) -> Result<(), String> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let draft = parent.join(format!(".{name}.{}", std::process::id()));
    let outcome = fill(&draft, files).and_then(|()| {
        format_rust(&draft, files);
        // An empty folder gives way.
        fs::rename(&draft, folder)
    });
    outcome.map_err(|error| {
        // What matters is why it failed, not whether the rest can be cleared away.
        fs::remove_dir_all(&draft).ok();
        format!("{}: cannot write: {error}", folder.display())
    })
}

fn fill(folder: &Path, files: &Files) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, content)?;
    }
    Ok(())
}

/// Lays the Rust out as rustfmt does, where there is one.
fn format_rust(folder: &Path, files: &Files) {
    let rust = files.iter().map(|(path, _)| path).filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let arguments = ["--edition", "2024"].map(PathBuf::from);
    let arguments = iter::empty().chain(arguments).chain(rust.cloned());
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Without it the code is laid out well enough.
    rustfmt.status().ok();
}
