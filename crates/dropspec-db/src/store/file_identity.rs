//! Whether the file of a SQLite database is still the one that was opened.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often writes look at the file.
const INTERVAL: Duration = Duration::from_secs(1);

/// The identity of a file. A file that is removed or replaced stays usable for those who have it open, and is gone with them: SQLite does
/// not notice in WAL mode. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct FileIdentity(Arc<Opened>);

#[derive(Debug)]
struct Opened {
    path: PathBuf,
    /// The device and the inode; `None` for a database in memory.
    inode: Option<(u64, u64)>,
    started: Instant,
    /// When the file was last found to be the same, in milliseconds since `started`.
    checked: AtomicU64,
}

impl FileIdentity {
    /// The identity of the file that is at a path.
    pub(super) fn of(path: &Path) -> Self {
        let (path, inode) = (path.to_owned(), inode(path));
        Self(Arc::new(Opened { path, inode, started: Instant::now(), checked: AtomicU64::new(0) }))
    }

    /// Whether the path leads to the same file.
    pub(super) fn is_current(&self) -> bool {
        self.0.inode.is_none() || inode(&self.0.path) == self.0.inode
    }

    /// The same, as of at most [`INTERVAL`] ago: cheap enough for each write.
    pub(super) fn was_current(&self) -> bool {
        let milliseconds = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        let now = milliseconds(self.0.started.elapsed());
        if now - self.0.checked.load(Ordering::Relaxed).min(now) < milliseconds(INTERVAL) {
            return true;
        }
        let is_current = self.is_current();
        if is_current {
            self.0.checked.store(now, Ordering::Relaxed);
        }
        is_current
    }
}

fn inode(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        fs::write(&path, "a").unwrap();
        let identity = FileIdentity::of(&path);
        assert!(identity.is_current());
        let aside = folder.path().join("b.db");
        fs::rename(&path, &aside).unwrap();
        assert!(!identity.is_current(), "it is gone");
        fs::write(&path, "a").unwrap();
        assert!(!identity.is_current(), "it is another one");
        fs::rename(&aside, &path).unwrap();
        assert!(identity.is_current());
        assert!(FileIdentity::of(Path::new(":memory:")).is_current());
    }
}
