//! The rows of a response.

use std::task::{Poll, ready};

use bytes::Bytes;
use futures_util::stream::poll_fn;
use tokio::sync::mpsc;

use super::csv::CsvRows;
use super::fields::Fields;
use super::json::{JsonArray, JsonLines};
use super::representation::Representation;
use super::row_stream::RowStream;
use crate::Entity;
use dropspec_http::{Content, JsonBody, RequestScope};

/// The number of bytes that are reserved for the rows of a chunk at most.
const MAX_RESERVED: usize = 1 << 20;

/// The rows of a response: all of them, or the first ones and a stream of the others.
#[derive(Debug)]
pub struct Listing<R: Entity> {
    rows: Vec<R>,
    rest: Option<Box<RowStream<R>>>,
    fields: Option<Fields>,
}

impl<R: Entity> From<Vec<R>> for Listing<R> {
    fn from(rows: Vec<R>) -> Self {
        Self { rows, rest: None, fields: None }
    }
}

impl<R: Entity> Listing<R> {
    pub(super) fn new(rows: Vec<R>, rest: Option<RowStream<R>>, fields: Option<Fields>) -> Self {
        Self { rows, rest: rest.map(Box::new), fields }
    }

    /// The selected properties, unless all are.
    #[must_use]
    pub fn fields(&self) -> Option<&Fields> {
        self.fields.as_ref()
    }

    /// The rows, if all of them are fetched.
    #[must_use]
    pub fn whole(&self) -> Option<&[R]> {
        self.rest.is_none().then_some(&self.rows)
    }

    /// The body in a representation. The other rows are fetched as the client reads; an error then closes the connection, so that the
    /// client notices that the body is incomplete.
    pub fn content(self, representation: impl Representation<R>) -> Content {
        match self.encoded(representation) {
            JsonBody::Whole(body) => Content::from(body),
            JsonBody::Stream(content) => content,
        }
    }

    /// The body as JSON lines.
    #[must_use]
    pub fn lines(mut self) -> Content {
        let fields = self.fields.take();
        self.content(JsonLines::new(fields))
    }

    /// The body as CSV, which can be imported if it has all properties.
    #[must_use]
    pub fn csv(mut self) -> Content {
        let fields = self.fields.take();
        self.content(CsvRows::new(fields.as_ref()))
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

impl<R: Entity> From<Listing<R>> for JsonBody {
    /// The rows as a JSON array.
    fn from(mut listing: Listing<R>) -> Self {
        let fields = listing.fields.take();
        listing.encoded(JsonArray::new(fields))
    }
}

fn append<R>(representation: &mut impl Representation<R>, rows: &[R], out: &mut Vec<u8>) {
    let start = out.len();
    for (index, row) in rows.iter().enumerate() {
        representation.row(row, out);
        if index == 0 {
            // Rows are mostly alike: the first one gives an estimate, which is bounded because it may be wrong.
            out.reserve(((out.len() - start + 16) * rows.len()).min(MAX_RESERVED));
        }
    }
}

/// Fetches and encodes a chunk while the previous one is sent, and no more than that. It ends when the receiver is dropped.
fn stream<R: Entity>(first: Vec<u8>, mut rest: RowStream<R>, mut representation: impl Representation<R>) -> Content {
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
    let mut is_done = false;
    Content::stream(poll_fn(move |context| {
        if is_done {
            return Poll::Ready(None);
        }
        let part = ready!(receiver.poll_recv(context));
        is_done = !matches!(part, Some(Part::Bytes(_)));
        Poll::Ready(Some(match part {
            Some(Part::Bytes(bytes) | Part::End(bytes)) => Ok(bytes),
            Some(Part::Error(error)) => Err(error),
            // The task has panicked.
            None => Err("the task that fetches the rows has ended".into()),
        }))
    }))
}

/// A part of a body.
enum Part {
    Bytes(Bytes),
    /// The last part.
    End(Bytes),
    Error(Box<dyn std::error::Error + Send + Sync>),
}
