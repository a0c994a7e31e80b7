//! Changes, and their effects on clients of the old document.

use dropspec_openapi::diagnostic::Diagnostic;
use dropspec_openapi::node::Node;

/// Whether a change breaks clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// Clients of the old document may fail.
    Breaking,
    /// Clients of the old document are not affected.
    Compatible,
}

/// The message that a value is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
}

impl Direction {
    /// The word for the message in reports.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// How a change affects the set of allowed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Fewer values are allowed.
    Narrower,
    /// More values are allowed.
    Wider,
    /// Other values are allowed, or the effect cannot be decided.
    Other,
}

impl Effect {
    /// Requests may safely become wider, responses narrower.
    pub(super) fn severity(self, direction: Direction) -> Severity {
        match (self, direction) {
            (Self::Narrower, Direction::Response) | (Self::Wider, Direction::Request) => Severity::Compatible,
            _ => Severity::Breaking,
        }
    }
}

/// A location in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) pointer: String,
    /// Line and column, if known.
    pub(super) position: Option<(usize, usize)>,
}

impl From<&Node<'_>> for Location {
    fn from(node: &Node<'_>) -> Self {
        let Diagnostic { pointer, position, .. } = node.diagnostic("");
        Self { pointer, position }
    }
}

/// A change from the old document to the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) severity: Severity,
    /// The affected operations, such as `GET /people`; empty if the change affects all.
    pub(super) operations: Vec<String>,
    pub(super) old: Location,
    pub(super) new: Location,
    pub(super) message: String,
}

/// The changes found so far. A change that affects several operations is kept once.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// The operation that is being compared.
    operation: Option<String>,
    found: Vec<Change>,
}

impl Changes {
    /// Sets the operation that further changes affect.
    pub(super) fn set_operation(&mut self, operation: Option<String>) {
        self.operation = operation;
    }

    pub(super) fn add(&mut self, severity: Severity, old: &Node<'_>, new: &Node<'_>, message: impl Into<String>) {
        self.add_at(severity, old.into(), new.into(), message.into());
    }

    pub(super) fn add_at(&mut self, severity: Severity, old: Location, new: Location, message: String) {
        let operations: Vec<String> = self.operation.iter().cloned().collect();
        let change = Change { severity, operations, old, new, message };
        let same = self.found.iter_mut().find(|other| {
            (&other.severity, &other.old, &other.new, &other.message)
                == (&change.severity, &change.old, &change.new, &change.message)
        });
        match same {
            Some(same) => {
                let more = change.operations.into_iter().filter(|operation| !same.operations.contains(operation));
                let more: Vec<String> = more.collect();
                same.operations.extend(more);
            }
            None => self.found.push(change),
        }
    }

    /// The changes, breaking ones first.
    pub(super) fn sorted(mut self) -> Vec<Change> {
        self.found.sort_by_key(|change| change.severity);
        self.found
    }
}
