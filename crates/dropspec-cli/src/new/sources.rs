//! The files of the document, as they go into the new crate.

use std::fs;
use std::path::{Component, Path, PathBuf};

use dropspec_openapi::source::Source;

/// The files of a document, by their paths in the new crate.
#[derive(Debug)]
pub(super) struct Sources {
    /// The document itself.
    pub(super) root: String,
    /// All files, the document itself among them.
    pub(super) files: Vec<(PathBuf, String)>,
}

/// Reads the files that a document consists of. They stand to each other in the new crate as they did before.
///
/// # Errors
/// When one cannot be read any more.
pub(super) fn collect(source: &Source) -> Result<Sources, String> {
    let mut files = Vec::new();
    for file in source.files() {
        let complain = |error| format!("{}: {error}", file.display());
        let path = fs::canonicalize(file).map_err(complain)?;
        let text = fs::read_to_string(&path).map_err(complain)?;
        files.push((path, text));
    }
    let folder = common_folder(files.iter().map(|(path, _)| path.as_path()));
    for (path, _) in &mut files {
        *path = path.strip_prefix(&folder).unwrap_or(path).to_owned();
    }
    if let [(only, _)] = files.as_mut_slice()
        && !is_plain(only)
    {
        *only = "openapi.yaml".into();
    }
    let root = files.first().map(|(root, _)| root.display().to_string()).unwrap_or_default();
    Ok(Sources { root, files })
}

/// The innermost folder that all files are in.
fn common_folder<'p>(mut paths: impl Iterator<Item = &'p Path>) -> PathBuf {
    let mut folder = paths.next().and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
    for path in paths {
        while !path.starts_with(&folder) && folder.pop() {}
    }
    folder
}

/// Whether a name can stand in code and in commands as it is.
fn is_plain(path: &Path) -> bool {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    path.components().all(|part| match part {
        Component::Normal(name) => name.to_str().is_some_and(|name| name.chars().all(plain)),
        _ => false,
    })
}
