//! The file of rejected rows.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::storage::StorageError;

/// A file that is created when the first byte is written.
#[derive(Debug)]
pub(super) struct LateFile {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl LateFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }
}

impl Write for LateFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(BufWriter::new(File::create(&self.path)?)),
        };
        file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// The path of the file: `requested`, or else beside the input.
pub(super) fn path(input: Option<&Path>, requested: Option<PathBuf>) -> Result<PathBuf, StorageError> {
    let input = input.filter(|input| *input != Path::new("-"));
    match (requested, input) {
        (Some(requested), Some(input)) if requested == input => Err(StorageError::RejectsIntoInput(requested)),
        (Some(requested), _) => Ok(requested),
        (None, Some(input)) => {
            let mut name = OsString::from(input);
            name.push(".rejects.csv");
            Ok(name.into())
        }
        (None, None) => Err(StorageError::NoRejectsFile),
    }
}
