//! Responses about several rows, in the types of a document.

use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Bulk, ItemResult};
use dropspec_http::Error as HttpError;
use dropspec_http::{project, retain};
use dropspec_schema::{ErrorSource, Violation};

/// The response when all items are stored.
#[derive(Serialize)]
struct Created {
    created: usize,
    keys: Vec<Value>,
}

/// The response when some items are rejected.
#[derive(Serialize)]
struct Report {
    created: usize,
    refused: usize,
    items: Vec<Value>,
}

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
    /// The keys of the stored items, in order, as a type of the document, which has some of `created` and `keys`.
    ///
    /// # Errors
    /// When the type does not match them.
    pub fn into_created<T: DeserializeOwned>(self, properties: &[&str]) -> Result<T, HttpError> {
        let keys = self.items.into_iter().filter_map(|outcome| match outcome {
            ItemResult::Created(key) => Some(key),
            ItemResult::Rejected(..) => None,
        });
        let keys: Vec<Value> = keys.collect();
        project(&Created { created: keys.len(), keys }, properties)
    }

    /// The result of each item, as a type of the document, which has some of `created`, `refused` and `items`; an item has some of
    /// `index`, `status`, `key`, `detail` and `errors`.
    ///
    /// # Errors
    /// When the type does not match them.
    pub fn into_report<T: DeserializeOwned>(self, properties: &[&str], of_item: &[&str]) -> Result<T, HttpError> {
        let created = self.items.iter().filter(|outcome| matches!(outcome, ItemResult::Created(_))).count();
        let refused = self.items.len() - created;
        let items = self.items.into_iter().enumerate().map(|(index, outcome)| {
            let mut item = serde_json::to_value(Item::new(index, outcome))?;
            retain(&mut item, of_item);
            Ok(item)
        });
        let items = items.collect::<Result<Vec<Value>, HttpError>>()?;
        project(&Report { created, refused, items }, properties)
    }
}

impl Item {
    fn new(index: usize, outcome: ItemResult) -> Self {
        match outcome {
            ItemResult::Created(key) => {
                Self { index, status: StatusCode::CREATED.as_u16(), key: Some(key), detail: None, errors: Vec::new() }
            }
            ItemResult::Rejected(status, violations) => {
                let errors = violations.into_vec(ErrorSource::Pointer(format!("/{index}")));
                let detail = errors.first().map(|violation| violation.detail.clone());
                Self { index, status: status.as_u16(), key: None, detail, errors }
            }
        }
    }
}
