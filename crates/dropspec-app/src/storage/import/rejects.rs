//! The file of rejected rows.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::storage::StorageError;

/// Where rejected rows are written to. No file is replaced.
#[derive(Debug)]
pub(super) struct Rejects {
    path: PathBuf,
    is_created: Arc<AtomicBool>,
}

impl Rejects {
    /// The file `requested`, or else one beside the input.
    pub(super) fn new(input: Option<&Path>, requested: Option<PathBuf>) -> Result<Self, StorageError> {
        let input = input.filter(|input| *input != Path::new("-"));
        let path = match (requested, input) {
            (Some(requested), _) => requested,
            (None, Some(input)) => {
                let mut name = OsString::from(input);
                name.push(".rejects.csv");
                name.into()
            }
            (None, None) => return Err(StorageError::NoRejectsFile),
        };
        if is_taken(&path) {
            return Err(StorageError::RejectsExist(path));
        }
        Ok(Self { path, is_created: Arc::default() })
    }

    /// The file, for an import to write.
    pub(super) fn file(&self) -> LateFile {
        LateFile { path: self.path.clone(), is_created: Arc::clone(&self.is_created), file: None }
    }

    pub(super) fn into_path(self) -> PathBuf {
        self.path
    }

    /// Removes the file if the import has created it, so that it is not in the way of the next one.
    pub(super) fn discard(&self) {
        if self.is_created.load(Ordering::Relaxed) {
            // What remains is reported by the next import.
            fs::remove_file(&self.path).ok();
        }
    }
}

/// Whether a path cannot be written without a loss: a file, a folder, or a link that leads nowhere. Devices and pipes can.
fn is_taken(path: &Path) -> bool {
    match path.metadata() {
        Ok(metadata) => metadata.is_file() || metadata.is_dir(),
        Err(_) => path.symlink_metadata().is_ok(),
    }
}

/// A file that is created when the first byte is written.
#[derive(Debug)]
pub(super) struct LateFile {
    path: PathBuf,
    is_created: Arc<AtomicBool>,
    file: Option<BufWriter<File>>,
}

impl LateFile {
    fn open(&self) -> io::Result<File> {
        match File::create_new(&self.path) {
            Ok(file) => {
                self.is_created.store(true, Ordering::Relaxed);
                Ok(file)
            }
            // A device or a pipe.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && !is_taken(&self.path) => {
                OpenOptions::new().write(true).open(&self.path)
            }
            Err(error) => Err(error),
        }
    }
}

impl Write for LateFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.file.is_none() {
            self.file = Some(BufWriter::new(self.open()?));
        }
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}
