//! The folder of a new crate: written as a whole, or not at all.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, iter};

/// Files by their paths in the folder.
pub(super) type Files = Vec<(PathBuf, String)>;

/// Checks that the folder is empty or missing.
///
/// # Errors
/// When it is neither, or cannot be read.
pub(super) fn require_empty(folder: &Path) -> Result<(), String> {
    let fail = |reason: &dyn std::fmt::Display| Err(format!("{}: {reason}", folder.display()));
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => fail(&"the folder is not empty; name an empty or new one"),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => fail(&error),
    }
}

/// Writes the files, and what `complete` adds, into a draft beside the folder, which then becomes the folder: an incomplete crate is
/// never visible.
///
/// # Errors
/// When something cannot be written; the draft is removed then.
pub(super) fn write(
    folder: &Path,
    files: &Files,
    complete: impl FnOnce(&Path) -> Result<(), String>,
) -> Result<(), String> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let draft = parent.join(format!(".{name}.{}", std::process::id()));
    let written = fill(&draft, files).map_err(|error| error.to_string()).and_then(|()| {
        complete(&draft)?;
        format_rust(&draft, files);
        // An empty folder is replaced.
        fs::rename(&draft, folder).map_err(|error| error.to_string())
    });
    written.map_err(|error| {
        // The reason matters more than whether the draft can be removed.
        fs::remove_dir_all(&draft).ok();
        format!("{}: cannot write: {error}", folder.display())
    })
}

fn fill(folder: &Path, files: &Files) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (path, content) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, content)?;
        if content.starts_with("#!") {
            make_executable(&path)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Formats the Rust files with rustfmt, if it is installed.
fn format_rust(folder: &Path, files: &Files) {
    let rust = files.iter().map(|(path, _)| path).filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let arguments = ["--edition", "2024"].map(PathBuf::from);
    let arguments = iter::empty().chain(arguments).chain(rust.cloned());
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The code compiles without it.
    rustfmt.status().ok();
}
