//! On which line each row of a CSV file begins.
//!
//! The crate `csv` counts from the end of the row before, so that the second half of a CRLF and blank lines come to
//! belong to the row after them. Whoever looks for a bad row in an editor counts otherwise.

use std::collections::VecDeque;
use std::io::{self, Read};

/// Passes bytes on, and notes the lines of the rows among them.
#[derive(Debug)]
pub(super) struct Lines<R> {
    bytes: R,
    state: State,
    line: u64,
    /// The lines of the rows that were read ahead, oldest first.
    rows: VecDeque<u64>,
}

/// Where in a row the next byte is, by the rules that `csv` goes by.
#[derive(Clone, Copy, Debug)]
enum State {
    BetweenRows,
    CellStart,
    Bare,
    Quoted,
    /// After a quote within quotes: the end of the cell, or the first half of an escaped quote.
    QuoteInQuoted,
}

impl<R> Lines<R> {
    pub(super) fn new(bytes: R) -> Self {
        Self { bytes, state: State::BetweenRows, line: 1, rows: VecDeque::new() }
    }

    /// The line of the next row. To be asked once per row.
    pub(super) fn next_row(&mut self) -> u64 {
        self.rows.pop_front().unwrap_or(self.line)
    }

    fn note(&mut self, byte: u8) {
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (State::Quoted, _) | (State::QuoteInQuoted, b'"') => State::Quoted,
            (_, b'\n' | b'\r') => State::BetweenRows,
            (State::BetweenRows, _) => {
                self.rows.push_back(self.line);
                cell_start(byte)
            }
            (State::CellStart, _) => cell_start(byte),
            (_, b',') => State::CellStart,
            _ => State::Bare,
        };
        self.line += u64::from(byte == b'\n');
    }
}

fn cell_start(byte: u8) -> State {
    match byte {
        b'"' => State::Quoted,
        b',' => State::CellStart,
        _ => State::Bare,
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        for byte in buffer.iter().take(count) {
            self.note(*byte);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<u64> {
        let mut lines = Lines::new(text.as_bytes());
        lines.read_to_end(&mut Vec::new()).unwrap();
        lines.rows.into()
    }

    #[test]
    fn rows_are_on_the_lines_that_an_editor_shows() {
        assert_eq!(lines("a,b\nc,d\n"), [1, 2]);
        assert_eq!(lines("a,b\r\nc,d\r\n\r\n\r\ne,f"), [1, 2, 5]);
        assert_eq!(lines("\n\na\n\nb"), [3, 5]);
        assert_eq!(lines("\"a\n\"\"b\"\"\n\",c\nd,e\"f\ng"), [1, 4, 5]);
        assert_eq!(lines(""), [0; 0]);
    }
}
