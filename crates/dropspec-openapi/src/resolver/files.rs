//! The files of a document.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::reference::normalize_path;
use crate::diagnostic::Diagnostics;
use crate::yaml::File;

/// The maximum size of a file, in bytes.
const MAX_FILE_SIZE: u64 = 64 * 1024 * 1024;

/// Reads a file.
pub(crate) type Reader<'r> = &'r dyn Fn(&Path) -> io::Result<Vec<u8>>;

/// The files that have been read, the root first.
pub(super) struct Files<'r> {
    read: Reader<'r>,
    pub(super) all: Vec<Arc<File>>,
    by_path: HashMap<PathBuf, Result<usize, String>>,
    /// The diagnostics of files that are not YAML.
    pub(super) errors: Diagnostics,
}

impl<'r> Files<'r> {
    /// Reads the root.
    pub(super) fn new(root: &Path, read: Reader<'r>) -> Result<Self, Diagnostics> {
        let mut files = Self { read, all: Vec::new(), by_path: HashMap::new(), errors: Diagnostics::default() };
        match files.open(root) {
            Ok(_) => Ok(files),
            Err(_) if !files.errors.0.is_empty() => Err(files.errors),
            Err(reason) => Err(Diagnostics::for_file(root, format!("cannot read the document: {reason}"))),
        }
    }

    /// Opens a file by its path relative to another file.
    pub(super) fn open_relative(&mut self, file: usize, path: &Path) -> Result<usize, String> {
        let folder = self.all[file].path.parent().unwrap_or(Path::new(""));
        let path = folder.join(path);
        self.open(&path)
    }

    fn open(&mut self, path: &Path) -> Result<usize, String> {
        let path = normalize_path(path);
        // Different paths to one file are one file.
        let key = path.canonicalize().unwrap_or_else(|_| path.clone());
        if let Some(known) = self.by_path.get(&key) {
            return known.clone();
        }
        let file = (self.read)(&path).map_err(|error| error.to_string()).and_then(|bytes| {
            File::parse(&path, bytes).map_err(|Diagnostics(seen)| {
                self.errors.0.extend(seen);
                "it is not YAML".to_owned()
            })
        });
        let outcome = file.map(|file| {
            self.all.push(Arc::new(file));
            self.all.len() - 1
        });
        self.by_path.insert(key, outcome.clone());
        outcome
    }
}

/// Reads a file from the file system.
pub(crate) fn from_disk(path: &Path) -> io::Result<Vec<u8>> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    if about.len() > MAX_FILE_SIZE {
        return Err(io::Error::other(format!("it is larger than {} MiB", MAX_FILE_SIZE / 1024 / 1024)));
    }
    std::fs::read(path)
}
