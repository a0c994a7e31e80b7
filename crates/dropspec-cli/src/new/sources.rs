//! The files of the document, as they go into the new crate.

use std::collections::BTreeSet;
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

impl Sources {
    /// The files in the root of the crate that its build needs.
    pub(super) fn top_level_files(&self) -> Vec<String> {
        let documents = self.files.iter().map(|(path, _)| path).filter(|path| path.components().count() == 1);
        let documents = documents.map(|path| path.display().to_string());
        ["Cargo.toml", "Cargo.lock", "build.rs"].map(str::to_owned).into_iter().chain(documents).collect()
    }

    /// The folders that its build needs.
    pub(super) fn top_level_folders(&self, has_migrations: bool) -> Vec<String> {
        let folders = self.files.iter().map(|(path, _)| path).filter(|path| path.components().count() > 1);
        let mut folders: BTreeSet<String> = folders
            .filter_map(|path| Some(path.components().next()?.as_os_str().to_string_lossy().into_owned()))
            .collect();
        folders.extend(has_migrations.then(|| "migrations".to_owned()));
        folders.insert("src".to_owned());
        folders.into_iter().collect()
    }
}

/// Reads the files of a document. Their paths relative to each other stay the same in the new crate.
///
/// # Errors
/// When one cannot be read.
pub(super) fn collect(source: &Source) -> Result<Sources, String> {
    let mut files = Vec::new();
    for file in source.files() {
        let fail = |error| format!("{}: {error}", file.display());
        let path = fs::canonicalize(file).map_err(fail)?;
        let text = fs::read_to_string(&path).map_err(fail)?;
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

/// The innermost folder that contains all files.
fn common_folder<'p>(mut paths: impl Iterator<Item = &'p Path>) -> PathBuf {
    let mut folder = paths.next().and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
    for path in paths {
        while !path.starts_with(&folder) && folder.pop() {}
    }
    folder
}

/// Whether a path needs no quoting in code and in commands.
fn is_plain(path: &Path) -> bool {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    path.components().all(|part| match part {
        Component::Normal(name) => name.to_str().is_some_and(|name| name.chars().all(plain)),
        _ => false,
    })
}
