//! The log as a person reads it: one line a record, in colours where there are any.

use std::cell::RefCell;
use std::fmt;
use std::io::Write;
use std::time::SystemTime;

use slog::{Drain, KV, Key, Level, Never, OwnedKVList, Record, Serializer};

use super::clock;
use super::writer::Writer;

/// Whether there are colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colours {
    On,
    Off,
}

/// What stands out, and how ([ECMA-48], section 8.3.117).
///
/// [ECMA-48]: https://ecma-international.org/publications-and-standards/standards/ecma-48/
#[derive(Clone, Copy, Debug)]
pub(super) enum Colour {
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}

impl Colours {
    /// Writes what `write` does in a colour.
    pub(super) fn within(self, colour: Colour, line: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
        if self == Self::Off {
            return write(line);
        }
        // To write to memory cannot fail.
        let _ = write!(line, "\x1b[{}m", colour as u8);
        write(line);
        line.extend_from_slice(b"\x1b[0m");
    }
}

/// Text of which no character moves the cursor or changes the colour.
pub(super) struct Printable<'t>(pub(super) &'t str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.contains(char::is_control) {
            return f.write_str(self.0);
        }
        self.0.chars().try_for_each(|character| match character {
            '\n' => f.write_str("\n    "),
            control if control.is_control() => write!(f, "{}", control.escape_default()),
            other => fmt::Write::write_char(f, other),
        })
    }
}

/// What slog's records go to.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) writer: Writer,
    pub(super) colours: Colours,
}

thread_local! {
    static LINE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Drain for Text {
    type Ok = ();
    type Err = Never;

    fn log(&self, record: &Record<'_>, values: &OwnedKVList) -> Result<(), Never> {
        // A value that logs while it is written finds no buffer, and its record is left out.
        let _ = LINE.with(|line| line.try_borrow_mut().map(|mut line| self.write(&mut line, record, values)));
        Ok(())
    }
}

impl Text {
    fn write(&self, line: &mut Vec<u8>, record: &Record<'_>, values: &OwnedKVList) {
        line.clear();
        let (name, colour) = match record.level() {
            Level::Critical | Level::Error => ("error", Colour::Red),
            Level::Warning => ("warning", Colour::Yellow),
            Level::Info => ("info", Colour::Green),
            Level::Debug | Level::Trace => ("debug", Colour::Dim),
        };
        self.colours.within(Colour::Dim, line, |line| clock::local(SystemTime::now(), line));
        line.push(b' ');
        self.colours.within(colour, line, |line| line.extend_from_slice(name.as_bytes()));
        let _ = write!(line, " {}", Printable(&record.msg().to_string()));
        let mut pairs = Pairs { line, colours: self.colours };
        // A value that cannot be shown is left out.
        let _ = record.kv().serialize(record, &mut pairs);
        let _ = values.serialize(record, &mut pairs);
        line.push(b'\n');
        self.writer.write(line, true);
    }
}

struct Pairs<'l> {
    line: &'l mut Vec<u8>,
    colours: Colours,
}

impl Serializer for Pairs<'_> {
    fn emit_arguments(&mut self, key: Key, value: &fmt::Arguments<'_>) -> slog::Result {
        // A person looks for the request, by the id that the client has.
        if key == "trace_id" {
            return Ok(());
        }
        let value = value.to_string();
        self.colours.within(Colour::Dim, self.line, |line| {
            let _ = write!(line, " {key}=");
        });
        write!(self.line, "{}", Printable(&value))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_controls_the_terminal() {
        assert_eq!(Printable("a\u{1b}[31mb\r\u{7f}").to_string(), "a\\u{1b}[31mb\\r\\u{7f}");
        assert_eq!(Printable("a\nb").to_string(), "a\n    b");
    }
}
