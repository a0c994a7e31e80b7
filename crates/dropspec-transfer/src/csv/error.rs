//! Errors of reading rows.

use std::io;

/// The maximum size of a row in bytes. An unclosed quote makes one row of the rest of the file.
pub(crate) const MAX_ROW_BYTES: usize = 1024 * 1024;

/// Why the next row cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("line {line}: the row has more than {MAX_ROW_BYTES} bytes; is a quote not closed?")]
    TooLong { line: u64 },
    #[error(transparent)]
    Quote(#[from] QuoteError),
}

/// A quote that violates RFC 4180, after which the cells are ambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct QuoteError {
    /// The line, counted from 1: that of an opening quote, or of the text after a closing one.
    pub line: u64,
    /// The number of the column, counted from 1.
    pub column: usize,
    /// What is wrong with it.
    pub problem: QuoteProblem,
}

/// What is wrong with a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuoteProblem {
    /// The file ends within quotes.
    #[error("the quote is not closed; is the file complete?")]
    NotClosed,
    /// There is text between the closing quote and the end of the cell.
    #[error("text after the closing quote; write a quote within quotes twice")]
    TextAfter,
}
