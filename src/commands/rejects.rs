//! The file of the bad rows that an import leaves out.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::CommandError;

/// A file that is made when there is something to write.
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

/// Where the bad rows of a list go: as asked for, else beside the list.
pub(super) fn path(list: Option<&Path>, asked: Option<PathBuf>) -> Result<PathBuf, CommandError> {
    let list = list.filter(|list| *list != Path::new("-"));
    match (asked, list) {
        (Some(asked), Some(list)) if asked == list => Err(CommandError::RejectsIntoList(asked)),
        (Some(asked), _) => Ok(asked),
        (None, Some(list)) => {
            let mut name = OsString::from(list);
            name.push(".rejects.csv");
            Ok(name.into())
        }
        (None, None) => Err(CommandError::RejectsNeedFile),
    }
}
