//! Rows that PostgreSQL sends by COPY, one after another.

use std::pin::Pin;

use futures_util::StreamExt;
use tokio_postgres::{Client, CopyOutStream};

use super::error::{StoreError, driver_error};
use crate::column_type::{ColumnType, Value};
use crate::copy_format;

/// The rows of a query, as a stream of COPY.
pub struct CopiedRows {
    stream: Pin<Box<CopyOutStream>>,
    bytes: Vec<u8>,
    /// The position of the next row in the bytes.
    start: usize,
}

impl CopiedRows {
    /// Starts to copy the rows of a query.
    ///
    /// # Errors
    /// When the statement fails.
    pub async fn of(client: &Client, query: &str) -> Result<Self, StoreError> {
        let stream =
            client.copy_out(&format!("COPY ({query}) TO STDOUT (FORMAT binary)")).await.map_err(driver_error)?;
        Ok(Self { stream: Box::pin(stream), bytes: Vec::new(), start: copy_format::HEADER.len() })
    }

    /// The values of the next row, whose columns have these types.
    ///
    /// # Errors
    /// When the connection breaks, or the values are malformed.
    pub async fn next(&mut self, types: &[&dyn ColumnType]) -> Result<Option<Vec<Value<'_>>>, StoreError> {
        loop {
            let rest = self.bytes.get(self.start..).unwrap_or_default();
            if let Some(length) = copy_format::length_of_row(rest, types.len())? {
                let start = self.start;
                self.start += length;
                return Ok(Some(copy_format::read_row(&self.bytes[start..self.start], types)?));
            }
            let Some(more) = self.stream.next().await else { return Ok(None) };
            let more = more.map_err(driver_error)?;
            let used = self.start.min(self.bytes.len());
            self.bytes.drain(..used);
            self.start -= used;
            self.bytes.extend_from_slice(&more);
        }
    }
}
