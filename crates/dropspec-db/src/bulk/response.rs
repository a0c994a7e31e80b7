//! Responses about several rows, in the types of a document.

use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::report::Property;
use super::{Bulk, ItemResult};
use dropspec_http::Error as HttpError;
use dropspec_schema::{ErrorSource, Violation};

/// The result of an item.
#[derive(Serialize)]
struct Item {
    index: usize,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Violation>,
}

impl Bulk {
    /// The keys of the stored items, in order, as a type of the document, which has some of `created`, `updated` and `keys`.
    ///
    /// # Errors
    /// When the type does not match them.
    pub fn into_created<T: DeserializeOwned>(self, properties: &[&str]) -> Result<T, HttpError> {
        let (created, updated) = (self.created(), self.replaced());
        let keys = self.items.into_iter().filter_map(|outcome| match outcome {
            ItemResult::Created(key) | ItemResult::Replaced(key) => Some(key),
            ItemResult::Rejected(..) => None,
        });
        let report = [
            ("created", Property::Count(created)),
            ("updated", Property::Count(updated)),
            ("keys", Property::List(keys, None)),
        ];
        Property::report(report, properties)
    }

    /// The result of each item, as a type of the document, which has some of `created`, `updated`, `refused` and `items`; an item has
    /// some of
    /// `index`, `status`, `key`, `detail` and `errors`.
    ///
    /// # Errors
    /// When the type does not match them.
    pub fn into_report<T: DeserializeOwned>(self, properties: &[&str], of_item: &[&str]) -> Result<T, HttpError> {
        let (created, updated) = (self.created(), self.replaced());
        let refused = self.items.len() - created - updated;
        let items = self.items.into_iter().enumerate().map(|(index, outcome)| Item::new(index, outcome));
        let report = [
            ("created", Property::Count(created)),
            ("updated", Property::Count(updated)),
            ("refused", Property::Count(refused)),
            ("items", Property::List(items, Some(of_item))),
        ];
        Property::report(report, properties)
    }

    /// The number of new rows.
    fn created(&self) -> usize {
        self.items.iter().filter(|outcome| matches!(outcome, ItemResult::Created(_))).count()
    }

    /// The number of replaced rows.
    fn replaced(&self) -> usize {
        self.items.iter().filter(|outcome| matches!(outcome, ItemResult::Replaced(_))).count()
    }
}

impl Item {
    fn stored(index: usize, status: StatusCode, key: Value) -> Self {
        Self { index, status: status.as_u16(), key: Some(key), detail: None, errors: Vec::new() }
    }

    fn new(index: usize, outcome: ItemResult) -> Self {
        match outcome {
            ItemResult::Created(key) => Self::stored(index, StatusCode::CREATED, key),
            ItemResult::Replaced(key) => Self::stored(index, StatusCode::OK, key),
            ItemResult::Rejected(status, violations) => {
                let errors = violations.into_vec(ErrorSource::Pointer(format!("/{index}")));
                let detail = errors.first().map(|violation| violation.detail.clone());
                Self { index, status: status.as_u16(), key: None, detail, errors }
            }
        }
    }
}
