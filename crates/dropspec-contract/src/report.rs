//! The result of a contract test.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::model::{Operation, Response};

/// A documented response, by its media type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DocumentedResponse {
    pub(crate) operation: String,
    /// The status as it is written in the document.
    pub(crate) status: String,
    /// `None` if it has no body.
    pub(crate) media_type: Option<String>,
}

impl DocumentedResponse {
    /// A response of an operation with a media type.
    pub(crate) fn new(operation: &Operation, response: &Response, media_type: Option<&str>) -> Self {
        let media_type = media_type.map(str::to_owned);
        Self { operation: operation.id.clone(), status: response.status.text(), media_type }
    }

    /// The responses of an operation, one for each media type.
    fn all(operation: &Operation) -> Vec<Self> {
        let mut all = Vec::new();
        for response in &operation.responses {
            let new = |media_type| Self::new(operation, response, media_type);
            all.extend(response.contents.iter().map(|content| new(Some(&content.media_type))));
            all.extend(response.contents.is_empty().then(|| new(None)));
        }
        all
    }
}

impl fmt::Display for DocumentedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, status, media_type } = self;
        write!(f, "{operation} {status} {}", media_type.as_deref().unwrap_or("(no body)"))
    }
}

/// Documented responses that a test cannot reach, and the reason.
///
/// It applies to all operations, statuses and media types, until it is restricted.
#[derive(Clone, Debug)]
pub struct Unreachable {
    reason: String,
    operation: Option<String>,
    status: Option<String>,
    media_type: Option<String>,
}

impl Unreachable {
    /// Responses that cannot be reached for a reason.
    #[must_use]
    pub fn because(reason: &str) -> Self {
        Self { reason: reason.to_owned(), operation: None, status: None, media_type: None }
    }

    /// Restricts it to an operation.
    #[must_use]
    pub fn operation(self, id: &str) -> Self {
        Self { operation: Some(id.to_owned()), ..self }
    }

    /// Restricts it to a status, as it is written in the document: `404`, `4XX` or `default`.
    #[must_use]
    pub fn status(self, status: &str) -> Self {
        Self { status: Some(status.to_owned()), ..self }
    }

    /// Restricts it to a media type.
    #[must_use]
    pub fn media_type(self, media_type: &str) -> Self {
        Self { media_type: Some(media_type.to_owned()), ..self }
    }

    fn matches(&self, response: &DocumentedResponse) -> bool {
        let matches = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        matches(&self.operation, &response.operation)
            && matches(&self.status, &response.status)
            && matches(&self.media_type, response.media_type.as_deref().unwrap_or_default())
    }
}

/// The result of a contract test; [`Report::assert`] fails the test.
#[derive(Clone, Debug)]
pub struct Report {
    /// The number of requests.
    pub requests: usize,
    /// The number of documented responses, each media type counted.
    pub documented: usize,
    /// The number of documented responses that were reached.
    pub reached: usize,
    /// What is wrong: violations of the document, responses that were not reached, and lists that are out of date.
    pub failures: Vec<String>,
}

impl Report {
    pub(crate) fn new(
        requests: usize,
        operations: &[Arc<Operation>],
        reached: &BTreeSet<DocumentedResponse>,
        mut failures: Vec<String>,
        unreachable: &[Unreachable],
    ) -> Self {
        let documented: BTreeSet<_> =
            operations.iter().flat_map(|operation| DocumentedResponse::all(operation)).collect();
        for response in documented.difference(reached) {
            if !unreachable.iter().any(|entry| entry.matches(response)) {
                failures.push(format!("{response}: not reached"));
            }
        }
        for entry in unreachable {
            for response in reached.iter().filter(|response| entry.matches(response)) {
                failures.push(format!("{response}: reached, although listed as unreachable: {}", entry.reason));
            }
            if !documented.iter().any(|response| entry.matches(response)) {
                failures.push(format!("listed as unreachable, but not documented: {}", entry.reason));
            }
        }
        Self { requests, documented: documented.len(), reached: reached.len(), failures }
    }

    /// Fails the test if anything is wrong.
    ///
    /// # Panics
    /// If there are failures, with all of them.
    #[track_caller]
    pub fn assert(&self) {
        assert!(self.failures.is_empty(), "{self}");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { requests, documented, reached, failures } = self;
        write!(f, "{requests} requests reached {reached} of {documented} documented responses")?;
        failures.iter().try_for_each(|failure| write!(f, "\n{failure}"))
    }
}
