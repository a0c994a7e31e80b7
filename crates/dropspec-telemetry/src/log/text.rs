//! Lines for a person, with colours where there are any.

use std::fmt;
use std::io::Write;
use std::time::SystemTime;

use dropspec_http::RequestScope;
use tracing::Level;
use tracing::field::{Field, Visit};

use super::clock;
use super::cut::cut;
use super::event::{EventParts, Message, level_name};

/// Whether lines have colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colours {
    On,
    Off,
}

/// A colour or a rendition, by its parameter ([ECMA-48], section 8.3.117).
///
/// [ECMA-48]: https://ecma-international.org/publications-and-standards/standards/ecma-48/
#[derive(Clone, Copy, Debug)]
pub(crate) enum Colour {
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}

impl Colours {
    /// Writes what `write` writes in a colour.
    pub(crate) fn within(self, colour: Colour, line: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
        if self == Self::Off {
            return write(line);
        }
        // Writing to memory cannot fail.
        let _ = write!(line, "\x1b[{}m", colour as u8);
        write(line);
        line.extend_from_slice(b"\x1b[0m");
    }
}

/// Text whose control characters are escaped, so that none of them moves the cursor or changes the colour.
pub(crate) struct Printable<'t>(pub(crate) &'t str);

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

/// Writes an event as a line.
pub(super) fn event(
    time: SystemTime,
    event: EventParts<'_>,
    scope: Option<&RequestScope>,
    colours: Colours,
    line: &mut Vec<u8>,
) {
    let colour = match event.level {
        Level::ERROR => Colour::Red,
        Level::WARN => Colour::Yellow,
        Level::INFO => Colour::Green,
        Level::DEBUG | Level::TRACE => Colour::Dim,
    };
    colours.within(Colour::Dim, line, |line| clock::local(time, line));
    line.push(b' ');
    colours.within(colour, line, |line| line.extend_from_slice(level_name(event.level).as_bytes()));
    let _ = write!(line, " {}", Printable(event.message));
    line.extend_from_slice(event.fields);
    if let Some(scope) = scope {
        field("request_id", scope.request_id(), colours, line);
    }
    line.push(b'\n');
}

fn field(name: &str, value: &str, colours: Colours, line: &mut Vec<u8>) {
    colours.within(Colour::Dim, line, |line| {
        let _ = write!(line, " {name}=");
    });
    let _ = write!(line, "{}", Printable(&cut(value)));
}

/// Writes the fields of an event.
pub(super) struct Fields<'l> {
    pub(super) line: &'l mut Vec<u8>,
    pub(super) colours: Colours,
}

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, name: &Field, value: &str) {
        if name.name() != Message::FIELD {
            field(name.name(), value, self.colours, self.line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(Printable("a\u{1b}[31mb\r\u{7f}").to_string(), "a\\u{1b}[31mb\\r\\u{7f}");
        assert_eq!(Printable("a\nb").to_string(), "a\n    b");
    }
}
