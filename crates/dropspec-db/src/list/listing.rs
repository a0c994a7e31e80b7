//! The rows of an answer, and how they become its bytes.

use std::task::{Poll, ready};

use bytes::Bytes;
use futures_util::stream::poll_fn;
use tokio::sync::mpsc;

use super::csv::CsvRows;
use super::fields::Fields;
use super::json::{JsonArray, JsonLines};
use super::representation::Representation;
use super::rest::Rest;
use crate::Record;
use dropspec_http::{Content, JsonBody, RequestScope};

/// The rows of an answer: all of them, or the first of them while the others are still to be fetched.
#[derive(Debug)]
pub struct Listing<R: Record> {
    rows: Vec<R>,
    rest: Option<Box<Rest<R>>>,
    fields: Option<Fields>,
}

impl<R: Record> From<Vec<R>> for Listing<R> {
    fn from(rows: Vec<R>) -> Self {
        Self { rows, rest: None, fields: None }
    }
}

impl<R: Record> Listing<R> {
    pub(super) fn new(rows: Vec<R>, rest: Option<Rest<R>>, fields: Option<Fields>) -> Self {
        Self { rows, rest: rest.map(Box::new), fields }
    }

    /// The properties that are asked for, unless all are.
    #[must_use]
    pub fn fields(&self) -> Option<&Fields> {
        self.fields.as_ref()
    }

    /// The rows, if all of them are there.
    #[must_use]
    pub fn whole(&self) -> Option<&[R]> {
        self.rest.is_none().then_some(&self.rows)
    }

    /// The answer's body in a representation. Rows that are still to be fetched are when the client reads; an error then ends the
    /// connection, so that the client sees that the body is not whole.
    pub fn content(self, representation: impl Representation<R>) -> Content {
        match self.encoded(representation) {
            JsonBody::Whole(body) => Content::from(body),
            JsonBody::Stream(content) => content,
        }
    }

    /// The answer's body as lines of JSON.
    #[must_use]
    pub fn lines(mut self) -> Content {
        let fields = self.fields.take();
        self.content(JsonLines::of(fields))
    }

    /// The answer's body as CSV, which can be imported if it has all properties.
    #[must_use]
    pub fn csv(mut self) -> Content {
        let fields = self.fields.take();
        self.content(CsvRows::of(fields.as_ref()))
    }

    fn encoded(self, mut representation: impl Representation<R>) -> JsonBody {
        let mut first = Vec::with_capacity(512);
        representation.begin(&mut first);
        append(&mut representation, &self.rows, &mut first);
        match self.rest {
            None => {
                representation.end(&mut first);
                JsonBody::Whole(first)
            }
            Some(rest) => JsonBody::Stream(stream(first, *rest, representation)),
        }
    }
}

impl<R: Record> From<Listing<R>> for JsonBody {
    /// The rows as a JSON array.
    fn from(mut listing: Listing<R>) -> Self {
        let fields = listing.fields.take();
        listing.encoded(JsonArray::of(fields))
    }
}

fn append<R>(representation: &mut impl Representation<R>, rows: &[R], out: &mut Vec<u8>) {
    let start = out.len();
    for (index, row) in rows.iter().enumerate() {
        representation.row(row, out);
        if index == 0 {
            // Rows are mostly alike, so the first tells how much room all of them need.
            out.reserve((out.len() - start + 16) * rows.len());
        }
    }
}

/// Fetches and encodes a chunk while the one before it is sent, and none while that one waits. What has been asked for ends when nobody
/// reads it any more.
fn stream<R: Record>(first: Vec<u8>, mut rest: Rest<R>, mut representation: impl Representation<R>) -> Content {
    let (sender, mut receiver) = mpsc::channel::<Part>(1);
    let fetching = async move {
        let mut part = Part::Bytes(first.into());
        loop {
            let is_last = !matches!(part, Part::Bytes(_));
            if sender.send(part).await.is_err() || is_last {
                return;
            }
            let mut out = Vec::new();
            part = match rest.next().await {
                Ok(Some(rows)) => {
                    append(&mut representation, &rows, &mut out);
                    Part::Bytes(out.into())
                }
                Ok(None) => {
                    representation.end(&mut out);
                    Part::End(out.into())
                }
                Err(error) => Part::Error(error.into()),
            };
        }
    };
    tokio::spawn(RequestScope::scope_if_any(RequestScope::current(), fetching));
    let mut is_over = false;
    Content::stream(poll_fn(move |context| {
        if is_over {
            return Poll::Ready(None);
        }
        let part = ready!(receiver.poll_recv(context));
        is_over = !matches!(part, Some(Part::Bytes(_)));
        Poll::Ready(Some(match part {
            Some(Part::Bytes(bytes) | Part::End(bytes)) => Ok(bytes),
            Some(Part::Error(error)) => Err(error),
            // What fetches the rows has panicked.
            None => Err("the rest of the rows is lost".into()),
        }))
    }))
}

/// A part of an answer.
enum Part {
    Bytes(Bytes),
    /// The last of them.
    End(Bytes),
    Error(Box<dyn std::error::Error + Send + Sync>),
}
