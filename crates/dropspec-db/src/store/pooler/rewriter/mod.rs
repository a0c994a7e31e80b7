//! Rewrites the messages between a client and a server so that the server knows no named statement.

use std::collections::{HashMap, VecDeque};

use bytes::{Buf, BufMut, Bytes, BytesMut};

/// The tag and the length of a message.
const HEADER: usize = 5;

/// A response that is due. Responses come in the order of the messages.
#[derive(Debug, PartialEq, Eq)]
enum Due {
    /// To a message that prepares the statement of this name.
    Parsed(Bytes),
    /// To one that the client has not sent: it is removed.
    InjectedParsed,
    /// To a message that ends a series of messages; after an error, it is the next one.
    Synced,
    /// To a simple query.
    Queried,
}

/// The state of a connection.
#[derive(Default)]
pub(super) struct Rewriter {
    /// Whether the first message was sent, which has no tag.
    has_started: bool,
    /// The prepared statements by name: their text and the types of their parameters.
    statements: HashMap<Bytes, Bytes>,
    /// The statement that is the unnamed one in the current series of messages.
    unnamed: Option<Bytes>,
    due: VecDeque<Due>,
    /// The number of bytes of the current response that are still to come.
    rest: usize,
}

impl Rewriter {
    /// Moves the whole messages of the client in `input` to `output`.
    pub(super) fn rewrite_requests(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        let length_at = |input: &[u8], position| input.get(position..).and_then(|mut rest| rest.try_get_u32().ok());
        if !self.has_started {
            // The startup message, or the request to cancel a statement.
            let Some(length) = length_at(input, 0).filter(|length| *length as usize <= input.len()) else { return };
            output.put(input.split_to(length as usize));
            self.has_started = true;
        }
        while let Some(length) = length_at(input, 1).filter(|length| (*length as usize) < input.len()) {
            let mut message = input.split_to(1 + length as usize).freeze();
            let tag = message.get_u8();
            let body = message.split_off(size_of::<u32>().min(message.len()));
            self.rewrite_request(tag, body, output);
        }
    }

    fn rewrite_request(&mut self, tag: u8, body: Bytes, output: &mut BytesMut) {
        match tag {
            b'P' => self.parse(body, output),
            b'B' => self.bind(body, output),
            b'D' if body.first() == Some(&b'S') => {
                let (name, _) = text(body.slice(1..));
                let name = self.name_at_server(name, output);
                write(tag, &[b"S", &name, b"\0"], output);
            }
            b'C' if body.first() == Some(&b'S') => {
                let (name, _) = text(body.slice(1..));
                self.statements.remove(&name);
                self.unnamed = None;
                write(tag, &[b"S\0"], output);
            }
            b'S' | b'Q' => {
                self.due.push_back(if tag == b'S' { Due::Synced } else { Due::Queried });
                self.unnamed = None;
                write(tag, &[&body], output);
            }
            _ => write(tag, &[&body], output),
        }
    }

    fn parse(&mut self, body: Bytes, output: &mut BytesMut) {
        let (name, statement) = text(body);
        write(b'P', &[b"\0", &statement], output);
        self.due.push_back(Due::Parsed(name.clone()));
        if !name.is_empty() {
            self.statements.insert(name.clone(), statement);
        }
        self.unnamed = Some(name);
    }

    fn bind(&mut self, body: Bytes, output: &mut BytesMut) {
        let (portal, rest) = text(body);
        let (name, rest) = text(rest);
        let name = self.name_at_server(name, output);
        write(b'B', &[&portal, b"\0", &name, b"\0", &rest], output);
    }

    /// The name of a statement at the server: none, after it is sent there unless it is the current one. An unknown name stays as it is, so
    /// that the server rejects it.
    fn name_at_server(&mut self, name: Bytes, output: &mut BytesMut) -> Bytes {
        if self.unnamed.as_ref() != Some(&name) {
            let Some(statement) = self.statements.get(&name) else { return name };
            write(b'P', &[b"\0", statement], output);
            self.due.push_back(Due::InjectedParsed);
            self.unnamed = Some(name);
        }
        Bytes::new()
    }

    /// Moves the responses of the server in `input` to `output`, also parts of them.
    pub(super) fn rewrite_responses(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        loop {
            let available = self.rest.min(input.len());
            output.put(input.split_to(available));
            self.rest -= available;
            let Some((&tag, mut length)) = input.get(..HEADER).and_then(<[u8]>::split_first) else { return };
            let length = 1 + length.get_u32() as usize;
            if self.is_removed(tag) {
                // It has no body.
                input.advance(HEADER);
            } else {
                self.rest = length;
            }
        }
    }

    /// Whether a response is kept from the client.
    fn is_removed(&mut self, tag: u8) -> bool {
        match tag {
            // A statement was prepared.
            b'1' => {
                let is_injected = self.due.front() == Some(&Due::InjectedParsed);
                if is_injected || matches!(self.due.front(), Some(Due::Parsed(_))) {
                    self.due.pop_front();
                }
                is_injected
            }
            // COPY has begun. The server ignores the end of the series that has begun it.
            b'G' => {
                if self.due.front() == Some(&Due::Synced) {
                    self.due.pop_front();
                }
                false
            }
            // A series or a query has ended, maybe with an error before all of it was done: such statements do not exist.
            b'Z' => loop {
                match self.due.pop_front() {
                    Some(Due::Parsed(name)) => drop(self.statements.remove(&name)),
                    Some(Due::InjectedParsed) => {}
                    Some(Due::Synced | Due::Queried) | None => return false,
                }
            },
            _ => false,
        }
    }
}

/// A text that ends with 0, without the 0, and what follows it.
fn text(mut body: Bytes) -> (Bytes, Bytes) {
    let end = body.iter().position(|byte| *byte == 0).unwrap_or(body.len());
    let text = body.split_to(end);
    body.advance(body.len().min(1));
    (text, body)
}

fn write(tag: u8, parts: &[&[u8]], output: &mut BytesMut) {
    let length = size_of::<u32>() + parts.iter().map(|part| part.len()).sum::<usize>();
    output.put_u8(tag);
    // The parts are those of a message that had a length of its own, which it does not exceed.
    output.put_u32(u32::try_from(length).unwrap_or(u32::MAX));
    parts.iter().for_each(|part| output.put_slice(part));
}

#[cfg(test)]
mod tests;
