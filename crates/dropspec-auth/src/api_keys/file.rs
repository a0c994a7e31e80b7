//! API keys in a file.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::store::{KeyStore, MemoryStore, StoredKey};
use crate::fault::Fault;

/// Keys in a file of one JSON object a line, which is small enough to be held in memory and written anew.
///
/// Lines that are empty or start with `#` are passed over, and lost when the file is written. One process writes it.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    keys: MemoryStore,
    writer: Mutex<()>,
}

/// Why a file of keys cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read.
    #[error("{path}: cannot read the keys: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is not a key.
    #[error("line {line} of the keys is not a key: {source}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Two lines have one id, and only one of them could be found.
    #[error("the id {0} is in two lines of the keys")]
    Twice(String),
}

impl MemoryStore {
    /// The keys of a text, one JSON object a line. Lines that are empty or start with `#` are passed over.
    ///
    /// # Errors
    /// When a line is not a key, or two have the same id.
    pub fn from_lines(text: &str) -> Result<Self, KeyFileError> {
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(|(number, line)| {
            serde_json::from_str(line).map_err(|source| KeyFileError::Line { line: number, source })
        });
        let keys = keys.collect::<Result<Vec<StoredKey>, _>>()?;
        let mut seen = HashSet::new();
        match keys.iter().find(|key| !seen.insert(&key.id)) {
            Some(twice) => Err(KeyFileError::Twice(twice.id.clone())),
            None => Ok(Self::new(keys)),
        }
    }

    /// The text that [`MemoryStore::from_lines`] reads, in the order of the ids.
    fn to_lines(&self) -> Result<String, Fault> {
        let mut keys = self.keys();
        keys.sort_by(|one, other| one.id.cmp(&other.id));
        let mut text = String::new();
        for key in keys {
            writeln!(text, "{}", serde_json::to_string(&key)?).map_err(|error| Fault::from(error.to_string()))?;
        }
        Ok(text)
    }
}

impl FileStore {
    /// The keys of a file; one that is not there has none.
    ///
    /// # Errors
    /// When the file cannot be read or a line is not a key.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, KeyFileError> {
        let path = path.into();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(KeyFileError::Read { path, source }),
        };
        Ok(Self { path, keys: MemoryStore::from_lines(&text)?, writer: Mutex::new(()) })
    }

    /// Puts all keys into the file, whole or not at all.
    fn write(&self) -> Result<(), Fault> {
        let _alone = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let text = self.keys.to_lines()?;
        replace(&self.path, &text)
            .map_err(|error| Fault::from(format!("{}: cannot write the keys: {error}", self.path.display())))
    }
}

impl KeyStore for FileStore {
    async fn find(&self, id: &str) -> Result<Option<StoredKey>, Fault> {
        self.keys.find(id).await
    }

    async fn insert(&self, key: StoredKey) -> Result<(), Fault> {
        let id = key.id.clone();
        self.keys.insert(key).await?;
        // A key that is not kept would work until the process ends.
        if let Err(fault) = self.write() {
            self.keys.remove(&id).await?;
            return Err(fault);
        }
        Ok(())
    }

    async fn remove(&self, id: &str) -> Result<bool, Fault> {
        let known = self.keys.remove(id).await?;
        self.write()?;
        Ok(known)
    }
}

/// Writes beside the file and takes its place, so that nobody finds half of it. Only the owner may read it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}
