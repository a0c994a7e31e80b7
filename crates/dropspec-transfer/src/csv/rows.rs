//! Reading rows of cells.

use std::io::{self, ErrorKind, Read};

use memchr::{memchr, memchr_iter, memchr3};

use super::error::{MAX_ROW_BYTES, QuoteError, QuoteProblem, ReadError};

/// The size of the read buffer.
const BUFFER: usize = 64 * 1024;

/// The byte order mark that some programs write before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What follows a cell.
enum Next {
    Cell,
    Row,
}

/// Reads rows of cells, with line numbers as in an editor.
///
/// It differs from `csv-core` in that it rejects misplaced quotes, and in that blank lines are no part of the next row.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    source: R,
    buffer: Box<[u8]>,
    /// The start of the unread bytes in the buffer.
    start: usize,
    end: usize,
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

    fn bytes_of(&self, index: usize) -> Option<&[u8]> {
        let start = index.checked_sub(1).map_or(0, |before| self.cells[before].end);
        Some(&self.bytes[start..self.cells.get(index)?.end])
    }
}

impl<R: Read> Rows<R> {
    pub(crate) fn new(source: R) -> Self {
        Self { source, buffer: vec![0; BUFFER].into(), start: 0, end: 0, line: 1 }
    }

    /// The reader.
    pub(crate) fn into_source(self) -> R {
        self.source
    }

    /// Reads the next row, unless there is none.
    pub(crate) fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        row.cells.clear();
        row.bytes.clear();
        let Some(mut first) = self.skip_blank_lines()? else { return Ok(false) };
        row.line = self.line;
        let mut left = MAX_ROW_BYTES;
        loop {
            let quoted = first == b'"';
            let next = if quoted { self.read_quoted(row, &mut left) } else { self.read_plain(row, &mut left) }?;
            row.cells.push(CellEnd { end: row.bytes.len(), quoted });
            match next {
                // At the end of the file the last cell is empty.
                Next::Cell => first = self.peek()?.unwrap_or(b'\n'),
                Next::Row => return Ok(true),
            }
        }
    }

    /// Reads a cell without quotes. Quotes within it are text.
    fn read_plain(&mut self, row: &mut Row, left: &mut usize) -> Result<Next, ReadError> {
        while self.peek()?.is_some() {
            let unread = &self.buffer[self.start..self.end];
            let end = memchr3(b',', b'\n', b'\r', unread);
            self.take(end.unwrap_or(unread.len()), row, left)?;
            if end.is_some() {
                return self.delimiter();
            }
        }
        Ok(Next::Row)
    }

    /// Reads a cell in quotes, in which a quote is written twice.
    fn read_quoted(&mut self, row: &mut Row, left: &mut usize) -> Result<Next, ReadError> {
        let open = QuoteError { line: self.line, column: row.cells.len() + 1, problem: QuoteProblem::NotClosed };
        self.start += 1;
        while self.peek()?.is_some() {
            let unread = &self.buffer[self.start..self.end];
            let quote = memchr(b'"', unread);
            let length = quote.unwrap_or(unread.len());
            self.line += memchr_iter(b'\n', &unread[..length]).count() as u64;
            self.take(length, row, left)?;
            if quote.is_none() {
                continue;
            }
            self.start += 1;
            match self.peek()? {
                Some(b'"') => self.take(1, row, left)?,
                Some(b',' | b'\n' | b'\r') => return self.delimiter(),
                None => return Ok(Next::Row),
                Some(_) => {
                    return Err(QuoteError { line: self.line, problem: QuoteProblem::TextAfter, ..open }.into());
                }
            }
        }
        Err(open.into())
    }

    /// Takes bytes of the buffer as text of a cell.
    fn take(&mut self, length: usize, row: &mut Row, left: &mut usize) -> Result<(), ReadError> {
        *left = left.checked_sub(length).ok_or(ReadError::TooLong { line: row.line })?;
        row.bytes.extend_from_slice(&self.buffer[self.start..self.start + length]);
        self.start += length;
        Ok(())
    }

    /// Reads the delimiter after a cell. The second half of a CRLF is a blank line.
    fn delimiter(&mut self) -> Result<Next, ReadError> {
        let delimiter = self.peek()?;
        self.start += 1;
        self.line += u64::from(delimiter == Some(b'\n'));
        Ok(if delimiter == Some(b',') { Next::Cell } else { Next::Row })
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
    fn misplaced_quotes_are_rejected() {
        for (list, line, column, problem) in [
            ("a,b\n1,\"Miss. Ada Qu", 2, 2, QuoteProblem::NotClosed),
            ("a,b\n1,\"", 2, 2, QuoteProblem::NotClosed),
            ("a,b\n1,\"Miss.\nAda\"\"", 2, 2, QuoteProblem::NotClosed),
            ("\"a", 1, 1, QuoteProblem::NotClosed),
            ("a,b\n\"1\n\"2,3", 3, 1, QuoteProblem::TextAfter),
            ("a,b\n\"1\" ,3", 2, 1, QuoteProblem::TextAfter),
            ("a,b\n\"1\"\"\"2\",3", 2, 1, QuoteProblem::TextAfter),
        ] {
            let sources: [Box<dyn Read>; 2] = [Box::new(list.as_bytes()), Box::new(Drops(list.as_bytes()))];
            for source in sources {
                let (mut rows, mut row) = (Rows::new(source), Row::default());
                let error = loop {
                    match rows.read(&mut row) {
                        Ok(has_row) => assert!(has_row, "{list:?} is accepted"),
                        Err(ReadError::Quote(error)) => break error,
                        Err(other) => panic!("{list:?}: {other}"),
                    }
                };
                assert_eq!(error, QuoteError { line, column, problem }, "{list:?}");
            }
        }
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
