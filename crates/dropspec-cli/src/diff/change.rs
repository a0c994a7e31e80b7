//! Changes, and what they mean for clients of the old document.

use dropspec_openapi::diagnostic::Diagnostic;
use dropspec_openapi::node::Node;

/// Whether a change breaks clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// A client of the old document may fail.
    Breaking,
    /// Clients of the old document go on as before.
    Compatible,
}

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
}

impl Direction {
    /// What happens to the value.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Request => "sent",
            Self::Response => "answered",
        }
    }
}

/// What becomes of the values that are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// There are fewer.
    Narrower,
    /// There are more.
    Wider,
    /// There are others, or nobody can tell.
    Other,
}

impl Effect {
    /// A client may send what was allowed before, and has to take what is allowed now.
    pub(super) fn severity(self, direction: Direction) -> Severity {
        match (self, direction) {
            (Self::Narrower, Direction::Response) | (Self::Wider, Direction::Request) => Severity::Compatible,
            _ => Severity::Breaking,
        }
    }
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) pointer: String,
    pub(super) position: Option<(usize, usize)>,
}

impl Place {
    pub(super) fn of(node: &Node<'_>) -> Self {
        let Diagnostic { pointer, position, .. } = node.diagnostic("");
        Self { pointer, position }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) severity: Severity,
    /// The operations that it concerns, as `GET /people`; none when it concerns all.
    pub(super) operations: Vec<String>,
    pub(super) old: Place,
    pub(super) new: Place,
    pub(super) what: String,
}

/// All changes that are found, those that several operations share once.
#[derive(Debug, Default)]
pub(super) struct Changes {
    operation: Option<String>,
    found: Vec<Change>,
}

impl Changes {
    /// Says which operation is looked at from now on.
    pub(super) fn at(&mut self, operation: Option<String>) {
        self.operation = operation;
    }

    pub(super) fn add(&mut self, severity: Severity, old: &Node<'_>, new: &Node<'_>, what: impl Into<String>) {
        self.add_at(severity, Place::of(old), Place::of(new), what.into());
    }

    pub(super) fn add_at(&mut self, severity: Severity, old: Place, new: Place, what: String) {
        let operations: Vec<String> = self.operation.iter().cloned().collect();
        let change = Change { severity, operations, old, new, what };
        let same = self.found.iter_mut().find(|other| {
            (&other.severity, &other.old, &other.new, &other.what)
                == (&change.severity, &change.old, &change.new, &change.what)
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

    /// The changes, those that break first.
    pub(super) fn in_order(mut self) -> Vec<Change> {
        self.found.sort_by_key(|change| change.severity);
        self.found
    }
}
