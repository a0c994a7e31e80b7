//! Writes whose effect can be recognized afterwards, because the rows of each have a name that no other write uses.

use std::collections::HashMap;

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::person_with;

/// The number of rows of a bulk request.
const BULK: usize = 5;

/// The kinds of writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteKind {
    Create,
    /// With a key that the client chooses.
    CreateWithUuid,
    /// With an idempotency key.
    CreateOnce,
    Bulk,
    Update,
    Patch,
    Delete,
}

impl WriteKind {
    pub(crate) const ALL: [Self; 7] =
        [Self::Create, Self::CreateWithUuid, Self::CreateOnce, Self::Bulk, Self::Update, Self::Patch, Self::Delete];

    /// Returns whether it changes a row that exists.
    pub(crate) fn changes_a_row(self) -> bool {
        matches!(self, Self::Update | Self::Patch | Self::Delete)
    }
}

/// The number of rows with each name.
pub(crate) type Names = HashMap<String, usize>;

/// A write.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    pub(crate) kind: WriteKind,
    /// The name of the rows that it creates, or the new name of the row that it changes. It is also the key of [`WriteKind::CreateWithUuid`]
    /// and of the last row of [`WriteKind::Bulk`], and the idempotency key.
    pub(crate) name: Uuid,
    /// The row that it changes: its key, and its name before.
    pub(crate) row: Option<Uuid>,
}

/// A write as an HTTP request.
pub(crate) struct WriteRequest {
    pub(crate) method: Method,
    /// Below the URL of the list.
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<Value>,
}

impl Write {
    /// A write that creates rows.
    pub(crate) fn create(kind: WriteKind) -> Self {
        Self { kind, name: Uuid::new_v4(), row: None }
    }

    /// A write that changes a row that [`WriteKind::CreateWithUuid`] has created.
    pub(crate) fn change(kind: WriteKind, created: &Self) -> Self {
        Self { kind, name: Uuid::new_v4(), row: Some(created.name) }
    }

    pub(crate) fn request(&self) -> WriteRequest {
        let Self { kind, name, row } = self;
        let named = person_with("name", name.to_string());
        let with_uuid = || {
            let mut person = named.clone();
            person["uuid"] = json!(name);
            person
        };
        let path = row.map(|row| format!("/{row}")).unwrap_or_default();
        let (method, path, body) = match kind {
            WriteKind::Create | WriteKind::CreateOnce => (Method::POST, path, Some(named)),
            WriteKind::CreateWithUuid => (Method::POST, path, Some(with_uuid())),
            WriteKind::Bulk => {
                let mut people = vec![named.clone(); BULK - 1];
                people.push(with_uuid());
                (Method::POST, "/bulk".to_owned(), Some(people.into()))
            }
            WriteKind::Update => (Method::PUT, path, Some(named)),
            WriteKind::Patch => (Method::PATCH, path, Some(json!({ "name": name }))),
            WriteKind::Delete => (Method::DELETE, path, None),
        };
        let mut headers = Vec::new();
        if body.is_some() {
            let is_patch = *kind == WriteKind::Patch;
            let media_type = if is_patch { "application/merge-patch+json" } else { "application/json" };
            headers.push(("content-type", media_type.to_owned()));
        }
        if *kind == WriteKind::CreateOnce {
            headers.push(("idempotency-key", name.to_string()));
        }
        WriteRequest { method, path, headers, body }
    }

    /// Returns whether it is done, by the names of all rows; `None` if only a part of it is.
    pub(crate) fn is_done(&self, names: &Names) -> Option<bool> {
        let count = |name: Uuid| names.get(&name.to_string()).copied().unwrap_or_default();
        let rows = match self.kind {
            WriteKind::Bulk => BULK,
            WriteKind::Delete => 0,
            _ => 1,
        };
        match (count(self.name), self.row.map(count)) {
            (0, Some(1)) => Some(false),
            (found, None | Some(0)) if found == rows => Some(true),
            (0, None) => Some(false),
            _ => None,
        }
    }
}
