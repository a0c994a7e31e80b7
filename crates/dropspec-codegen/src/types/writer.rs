//! Writes lines of code.

use crate::rust::docs::docs;

/// The maximum length of a line, if it can be divided.
const WIDTH: usize = 120;

/// Code, line by line, indented by its brackets.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// Writes a line. A line that begins with a closing bracket ends a block, and one that ends with an opening bracket begins one.
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        self.depth -= usize::from(line.starts_with(['}', ')', ']'])).min(self.depth);
        self.indented(line);
        self.depth += usize::from(line.ends_with(['{', '(', '[']));
    }

    /// Writes a doc comment.
    pub(super) fn docs(&mut self, text: &str) {
        for line in docs(text) {
            self.indented(&format!("///{}", line.trim_end()));
        }
    }

    /// Writes a list in one line, or in several if that is too long.
    pub(super) fn list(&mut self, open: &str, items: impl IntoIterator<Item = String>, close: &str) {
        let items: Vec<String> = items.into_iter().collect();
        let line = format!("{open}{}{close}", items.join(", "));
        if self.depth * 4 + line.len() <= WIDTH {
            return self.line(line);
        }
        self.line(open.trim_end());
        let mut packed = String::new();
        for item in items {
            if !packed.is_empty() && self.depth * 4 + packed.len() + item.len() + 2 > WIDTH {
                self.indented(&std::mem::take(&mut packed));
            }
            let space = if packed.is_empty() { "" } else { " " };
            packed = format!("{packed}{space}{item},");
        }
        self.indented(&packed);
        self.line(close.trim_start());
    }

    fn indented(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n("    ", self.depth));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// The code.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
