//! References as they are written: URI references (RFC 3986) whose fragment is a JSON Pointer (RFC 6901, section 6).

use std::path::{Component, Path, PathBuf};

/// A reference, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// The file, relative to the one that the reference stands in; nothing if it is that one.
    pub(super) file: Option<PathBuf>,
    /// The pointer into the file.
    pub(super) pointer: String,
}

impl Reference {
    /// Takes a reference apart, or says why it cannot be followed.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let scheme = file.split_once(':').map(|(scheme, _)| scheme);
        let scheme = scheme.filter(|scheme| scheme.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it)));
        let refuse = |reason: &str| Err(format!("`{text}` {reason}"));
        if scheme.is_some_and(|scheme| scheme.len() > 1 && scheme != "file") || file.starts_with("//") {
            return refuse(
                "is remote, and a build must not depend on the network; \
                 store the file beside the document and refer to it by its relative path",
            );
        }
        if scheme.is_some() || file.starts_with(['/', '\\']) {
            return refuse(
                "is an absolute path, which leads elsewhere on another machine; write it relative to this file",
            );
        }
        let pointer = percent_decoded(fragment);
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return refuse("has a fragment that is no JSON Pointer: one begins with a slash");
        }
        let file = (!file.is_empty()).then(|| PathBuf::from(percent_decoded(file)));
        Ok(Self { file, pointer })
    }
}

/// `folder/../file` as `file`, without asking the file system.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// `/people/{uuid}` may stand in a reference as `~1people~1%7Buuid%7D`.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
