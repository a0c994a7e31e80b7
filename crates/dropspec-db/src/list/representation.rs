//! How rows become bytes.

/// How the rows of a list become the bytes of a response. An implementation is one media type.
pub trait Representation<R>: Send + 'static {
    /// Appends what precedes the rows.
    fn begin(&mut self, out: &mut Vec<u8>) {
        let _ = out;
    }

    /// Appends a row.
    fn row(&mut self, record: &R, out: &mut Vec<u8>);

    /// Appends what follows the rows.
    fn end(&mut self, out: &mut Vec<u8>) {
        let _ = out;
    }
}
