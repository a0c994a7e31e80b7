//! When SQLite waits for the disk.

use dropspec_config::FromEnv;

/// When a commit waits until the disk has it (`PRAGMA synchronous`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SqliteSync {
    /// Each commit waits. What was acknowledged survives a power failure.
    #[default]
    Full,
    /// Only checkpoints wait. What was acknowledged survives a crash of the process, but the last commits may be lost in a power failure.
    Normal,
}

impl SqliteSync {
    /// The value of the pragma.
    pub(super) fn pragma(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Normal => "NORMAL",
        }
    }
}

impl FromEnv for SqliteSync {
    const EXPECTED: &str = "full or normal";

    fn from_env(text: &str) -> Option<Self> {
        match text {
            "full" => Some(Self::Full),
            "normal" => Some(Self::Normal),
            _ => None,
        }
    }
}
