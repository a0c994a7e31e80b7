//! Temporary files of uploads.

use std::fs::File;
use std::io::{self, Seek, Write};

use dropspec_http::Error as HttpError;
use tokio::task::spawn_blocking;

/// The size from which on the buffer is written to the file, in bytes.
const CHUNK: usize = 256 * 1024;

/// An unnamed temporary file that is written in chunks. Only writing takes a thread that may block, so that clients that send slowly
/// take none.
#[derive(Debug, Default)]
pub(super) struct Spool {
    file: Option<File>,
    buffer: Vec<u8>,
}

impl Spool {
    /// Appends a part.
    ///
    /// # Errors
    /// When the disk fails.
    pub(super) async fn append(&mut self, part: &[u8]) -> Result<(), HttpError> {
        self.buffer.extend_from_slice(part);
        if self.buffer.len() >= CHUNK { self.write(|_| Ok(())).await } else { Ok(()) }
    }

    /// The file, which is read from its beginning.
    ///
    /// # Errors
    /// When the disk fails.
    pub(super) async fn finish(mut self) -> Result<File, HttpError> {
        self.write(File::rewind).await?;
        self.file.ok_or_else(|| HttpError::internal("the temporary file was not created"))
    }

    /// Writes the buffer, and then does something else with the file.
    async fn write(&mut self, then: fn(&mut File) -> io::Result<()>) -> Result<(), HttpError> {
        let (file, mut buffer) = (self.file.take(), std::mem::take(&mut self.buffer));
        let work = move || {
            let mut file = file.map_or_else(tempfile::tempfile, Ok)?;
            file.write_all(&buffer)?;
            then(&mut file)?;
            buffer.clear();
            Ok::<_, io::Error>((file, buffer))
        };
        let (file, buffer) = spawn_blocking(work).await.map_err(HttpError::internal)?.map_err(HttpError::internal)?;
        (self.file, self.buffer) = (Some(file), buffer);
        Ok(())
    }
}
