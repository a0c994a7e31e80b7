//! API keys in a file.

use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dropspec_http::Error;

use super::store::{KeyStore, MemoryStore, StoredKey};

/// API keys in a file with one JSON object per line. The keys are held in memory, and the file is rewritten as a whole.
///
/// Empty lines and lines that start with `#` are ignored, and lost when the file is rewritten. Only one process may write it.
#[derive(Debug)]
pub struct FileStore(Arc<KeyFile>);

#[derive(Debug)]
struct KeyFile {
    path: PathBuf,
    keys: MemoryStore,
    writer: Mutex<()>,
}

/// Why a file of API keys cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// The file cannot be read.
    #[error("cannot read API keys from {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A line is not an API key.
    #[error("line {line} is not an API key")]
    Line {
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Two lines have the same id.
    #[error("duplicate API key id {0}")]
    DuplicateId(String),
}

/// Why a file of API keys cannot be written.
#[derive(Debug, thiserror::Error)]
enum WriteError {
    #[error("cannot encode an API key")]
    Encode(#[from] serde_json::Error),
    #[error("cannot write API keys to {path}")]
    Write { path: PathBuf, source: io::Error },
    #[error("writing API keys was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Self::Internal(error.into())
    }
}

impl MemoryStore {
    /// Parses API keys, one JSON object per line. Empty lines and lines that start with `#` are ignored.
    ///
    /// # Errors
    /// If a line is not an API key, or two have the same id.
    pub fn from_lines(text: &str) -> Result<Self, KeyFileError> {
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let keys =
            lines.map(|(line, text)| serde_json::from_str(text).map_err(|source| KeyFileError::Line { line, source }));
        let keys = keys.collect::<Result<Vec<StoredKey>, _>>()?;
        let mut seen = HashSet::new();
        match keys.iter().find(|key| !seen.insert(&key.id)) {
            Some(duplicate) => Err(KeyFileError::DuplicateId(duplicate.id.clone())),
            None => Ok(Self::new(keys)),
        }
    }

    /// The text that [`MemoryStore::from_lines`] parses, sorted by id.
    fn to_lines(&self) -> Result<String, serde_json::Error> {
        let mut keys = self.keys();
        keys.sort_by(|one, other| one.id.cmp(&other.id));
        let mut text = String::new();
        for key in keys {
            text.push_str(&serde_json::to_string(&key)?);
            text.push('\n');
        }
        Ok(text)
    }
}

impl FileStore {
    /// Opens a file of API keys. A file that does not exist has none.
    ///
    /// # Errors
    /// If the file cannot be read or a line is not an API key.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, KeyFileError> {
        let path = path.into();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(KeyFileError::Read { path, source }),
        };
        let keys = MemoryStore::from_lines(&text)?;
        Ok(Self(Arc::new(KeyFile { path, keys, writer: Mutex::new(()) })))
    }

    /// Changes the file on a thread that may block. The change completes even if the caller stops waiting for it.
    async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&KeyFile) -> Result<T, WriteError> + Send + 'static,
    ) -> Result<T, Error> {
        let file = Arc::clone(&self.0);
        let changed = tokio::task::spawn_blocking(move || {
            let _guard = file.writer.lock().unwrap_or_else(PoisonError::into_inner);
            change(&file)
        });
        Ok(changed.await.map_err(WriteError::from)??)
    }
}

impl KeyFile {
    fn write(&self) -> Result<(), WriteError> {
        let text = self.keys.to_lines()?;
        replace(&self.path, &text).map_err(|source| WriteError::Write { path: self.path.clone(), source })
    }
}

impl KeyStore for FileStore {
    async fn find(&self, id: &str) -> Result<Option<StoredKey>, Error> {
        Ok(self.0.keys.get(id))
    }

    async fn insert(&self, key: StoredKey) -> Result<(), Error> {
        let insert = |file: &KeyFile| {
            let id = key.id.clone();
            file.keys.put(key);
            // Undoes the insert in memory if the file cannot be written.
            file.write().inspect_err(|_| drop(file.keys.take(&id)))
        };
        self.change(insert).await
    }

    async fn remove(&self, id: &str) -> Result<bool, Error> {
        let id = id.to_owned();
        let remove = move |file: &KeyFile| {
            let removed = file.keys.take(&id);
            file.write()?;
            Ok(removed.is_some())
        };
        self.change(remove).await
    }
}

/// Replaces a file atomically: writes a new one beside it and renames that. Only the owner may read it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(new, path)
}
