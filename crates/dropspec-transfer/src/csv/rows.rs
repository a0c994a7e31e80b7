//! Reading rows of cells.

use std::io::{self, ErrorKind, Read};

use csv_core::{ReadFieldResult, Reader};

/// The size of the read buffer.
const BUFFER: usize = 64 * 1024;

/// The maximum size of a row in bytes. An unclosed quote makes one row of the rest of the file.
pub(crate) const MAX_ROW_BYTES: usize = 1024 * 1024;

/// The byte order mark that some programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why the next row cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("line {line}: the row has more than {MAX_ROW_BYTES} bytes; is a quote not closed?")]
    TooLong { line: u64 },
}

/// Reads rows of cells, with line numbers as in an editor. `csv-core` counts blank lines, and the second half of a CRLF, as a part of the
/// next row.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    source: R,
    buffer: Box<[u8]>,
    /// The start of the unread bytes in the buffer.
    start: usize,
    end: usize,
    core: Reader,
    /// The line of the next byte.
    line: u64,
}

/// The cells of a row.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// The line on which it begins, counted from 1.
    pub(crate) line: u64,
    bytes: Vec<u8>,
    cells: Vec<CellEnd>,
}

/// The position of a cell in the bytes of its row.
#[derive(Clone, Copy, Debug)]
struct CellEnd {
    end: usize,
    quoted: bool,
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell<'r> {
    pub(crate) text: &'r str,
    /// Empty and unquoted: NULL.
    pub(crate) is_null: bool,
}

impl Row {
    /// The number of cells.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell; `None` when there is none, or it is not UTF-8.
    pub(crate) fn cell(&self, index: usize) -> Option<Cell<'_>> {
        let bytes = self.bytes_of(index)?;
        let is_null = bytes.is_empty() && !self.cells[index].quoted;
        Some(Cell { text: std::str::from_utf8(bytes).ok()?, is_null })
    }

    /// The bytes of the cells, and whether they are quoted.
    pub(crate) fn raw(&self) -> impl Iterator<Item = (&[u8], bool)> {
        self.cells.iter().enumerate().filter_map(|(index, cell)| Some((self.bytes_of(index)?, cell.quoted)))
    }

    /// Whether a cell has that byte.
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.bytes[..self.cells.last().map_or(0, |last| last.end)].contains(&byte)
    }

    fn bytes_of(&self, index: usize) -> Option<&[u8]> {
        let start = index.checked_sub(1).map_or(0, |before| self.cells[before].end);
        Some(&self.bytes[start..self.cells.get(index)?.end])
    }
}

impl<R: Read> Rows<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, buffer: vec![0; BUFFER].into(), start: 0, end: 0, core: Reader::new(), line: 1 }
    }

    /// The reader.
    pub(crate) fn into_source(self) -> R {
        self.source
    }

    /// Reads the next row, unless there is none.
    pub(crate) fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        row.cells.clear();
        let Some(first) = self.skip_blank_lines()? else { return Ok(false) };
        row.line = self.line;
        let (mut length, mut next, mut left) = (0, Some(first), MAX_ROW_BYTES);
        loop {
            let (end, is_last) = self.read_cell(row, length, &mut left)?;
            row.cells.push(CellEnd { end, quoted: next == Some(b'"') });
            if is_last {
                return Ok(true);
            }
            (length, next) = (end, self.peek()?);
        }
    }

    /// Reads a cell after the first `length` bytes of the row. Returns its end, and whether it is the last one.
    fn read_cell(&mut self, row: &mut Row, mut length: usize, left: &mut usize) -> Result<(usize, bool), ReadError> {
        loop {
            // At the end of the file the input is empty, which ends the cell.
            self.peek()?;
            if row.bytes.len() < length + 64 {
                row.bytes.resize((2 * row.bytes.len()).max(1024), 0);
            }
            let input = &self.buffer[self.start..self.end];
            let (result, read, written) = self.core.read_field(input, &mut row.bytes[length..]);
            self.line += input[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
            self.start += read;
            length += written;
            *left = left.checked_sub(read).ok_or(ReadError::TooLong { line: row.line })?;
            match result {
                ReadFieldResult::Field { record_end } => return Ok((length, record_end)),
                ReadFieldResult::End => return Ok((length, true)),
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
    }

    /// The first byte of the next row.
    fn skip_blank_lines(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.peek()? {
                Some(b'\n') => self.line += 1,
                Some(b'\r') => {}
                other => return Ok(other),
            }
            self.start += 1;
        }
    }

    /// The next byte.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        if self.start == self.end {
            self.fill()?;
        }
        Ok(self.buffer[..self.end].get(self.start).copied())
    }

    fn fill(&mut self) -> io::Result<()> {
        let is_first = self.end == 0;
        (self.start, self.end) = (0, self.read_some(0)?);
        // The mark may arrive in pieces.
        while is_first && (1..BYTE_ORDER_MARK.len()).contains(&self.end) {
            match self.read_some(self.end)? {
                0 => break,
                more => self.end += more,
            }
        }
        if is_first && self.buffer[..self.end].starts_with(BYTE_ORDER_MARK) {
            self.start = BYTE_ORDER_MARK.len();
            // The bytes after the mark may not have arrived.
            if self.start == self.end {
                (self.start, self.end) = (0, self.read_some(0)?);
            }
        }
        Ok(())
    }

    fn read_some(&mut self, place: usize) -> io::Result<usize> {
        loop {
            match self.source.read(&mut self.buffer[place..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                outcome => return outcome,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns one byte at a time.
    struct Drops<'b>(&'b [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = buffer.len().min(1);
            self.0.read(&mut buffer[..length])
        }
    }

    /// The lines and cells of the rows; a NULL cell is `None`.
    fn rows(source: impl Read) -> Vec<(u64, Vec<Option<String>>)> {
        let (mut rows, mut row, mut all) = (Rows::new(source), Row::default(), Vec::new());
        while rows.read(&mut row).unwrap() {
            let cells = (0..row.len()).map(|index| row.cell(index).unwrap());
            all.push((row.line, cells.map(|cell| (!cell.is_null).then(|| cell.text.to_owned())).collect()));
        }
        all
    }

    #[test]
    fn rows_have_cells_and_line_numbers() {
        let text = |text: &str| Some(text.to_owned());
        let (a, b) = (text("a"), text("b"));
        for (list, expected) in [
            ("", vec![]),
            ("\n\r\n\r", vec![]),
            ("\u{feff}", vec![]),
            ("\u{feff}a", vec![(1, vec![a.clone()])]),
            ("a,b\nb,a\n", vec![(1, vec![a.clone(), b.clone()]), (2, vec![b.clone(), a.clone()])]),
            ("a,b\r\n\r\n\r\nb,a", vec![(1, vec![a.clone(), b.clone()]), (4, vec![b.clone(), a.clone()])]),
            ("\n\na\n\nb", vec![(3, vec![a.clone()]), (5, vec![b.clone()])]),
            ("a\rb", vec![(1, vec![a.clone()]), (1, vec![b.clone()])]),
            (",\"\",\n,", vec![(1, vec![None, text(""), None]), (2, vec![None, None])]),
            (
                "\"a\n\"\"b\"\"\n\",c\nd,e\"f\n",
                vec![(1, vec![text("a\n\"b\"\n"), text("c")]), (4, vec![text("d"), text("e\"f")])],
            ),
            ("a,", vec![(1, vec![a.clone(), None])]),
            ("\"\"", vec![(1, vec![text("")])]),
        ] {
            assert_eq!(rows(list.as_bytes()), expected, "{list:?}");
            assert_eq!(rows(Drops(list.as_bytes())), expected, "{list:?} byte by byte");
        }
    }

    #[test]
    fn an_endless_row_is_rejected() {
        let (mut rows, mut row) = (Rows::new(b"a,b\n\"c".chain(io::repeat(b'x'))), Row::default());
        assert!(rows.read(&mut row).unwrap());
        let error = rows.read(&mut row).unwrap_err().to_string();
        assert_eq!(error, "line 2: the row has more than 1048576 bytes; is a quote not closed?");
        assert!(row.bytes.len() <= 2 * MAX_ROW_BYTES);
    }

    #[test]
    fn a_row_can_have_a_million_cells() {
        let list = ",".repeat(1_000_000);
        let (mut rows, mut row) = (Rows::new(list.as_bytes()), Row::default());
        assert!(rows.read(&mut row).unwrap());
        assert_eq!(row.len(), 1_000_001);
    }

    #[test]
    fn a_cell_that_is_not_utf_8_is_none() {
        let (mut rows, mut row) = (Rows::new(&b"\xc3,\xa9"[..]), Row::default());
        assert!(rows.read(&mut row).unwrap());
        assert_eq!((row.len(), row.cell(0), row.cell(1), row.cell(2)), (2, None, None, None));
    }
}
