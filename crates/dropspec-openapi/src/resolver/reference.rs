//! URI references (RFC 3986) whose fragment is a JSON Pointer (RFC 6901, section 6).

use std::path::{Component, Path, PathBuf};

use crate::pointer::percent_decoded;

/// A parsed reference.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The file, relative to the one that contains the reference; `None` for that file itself.
    pub(super) file: Option<PathBuf>,
    /// The pointer into the file.
    pub(super) pointer: String,
}

impl Reference {
    /// Parses a reference, or returns why it cannot be followed.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let scheme = file.split_once(':').map(|(scheme, _)| scheme);
        let scheme = scheme.filter(|scheme| scheme.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it)));
        let reject = |reason: &str| Err(format!("`{text}` {reason}"));
        if scheme.is_some_and(|scheme| scheme.len() > 1 && scheme != "file") || file.starts_with("//") {
            return reject(
                "is remote, and builds do not use the network; store the file beside the document and use a relative path",
            );
        }
        if scheme.is_some() || file.starts_with(['/', '\\']) {
            return reject("is an absolute path, which differs between machines; use a path relative to this file");
        }
        let pointer = percent_decoded(fragment);
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return reject("has a fragment that is not a JSON Pointer; start it with a slash");
        }
        let file = (!file.is_empty()).then(|| PathBuf::from(percent_decoded(file)));
        Ok(Self { file, pointer })
    }
}

/// Normalizes `folder/../file` to `file` without accessing the file system.
pub(super) fn normalize_path(path: &Path) -> PathBuf {
    let mut normalize_path = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normalize_path.components().next_back(), Some(Component::Normal(_))) => {
                normalize_path.pop();
            }
            other => normalize_path.push(other),
        }
    }
    normalize_path
}
