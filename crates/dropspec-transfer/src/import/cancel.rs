//! Cancelling an import while its file is read.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Cancels an import, also when it is dropped: the thread that reads the file does not see that its caller has left.
#[derive(Debug, Default)]
pub(super) struct ImportCanceller(Arc<AtomicBool>);

impl ImportCanceller {
    /// The file, which ends with an error once the import is cancelled.
    pub(super) fn file<S>(&self, source: S) -> CancellableFile<S> {
        CancellableFile { source, is_cancelled: Arc::clone(&self.0) }
    }

    pub(super) fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Drop for ImportCanceller {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// A file that is read until the import is cancelled.
#[derive(Debug)]
pub(super) struct CancellableFile<S> {
    source: S,
    is_cancelled: Arc<AtomicBool>,
}

impl<S: Read> Read for CancellableFile<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_cancelled.load(Ordering::Relaxed) {
            return Err(io::Error::other("the import was cancelled"));
        }
        self.source.read(buffer)
    }
}
