//! Access to the fields of a form, for crates that decode forms in their own way.

use dropspec_schema::Schema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::RequestContext;
use super::text::{form_decoded, query_pairs};
use crate::error::Error;

impl RequestContext {
    /// Reads the body as `application/x-www-form-urlencoded` and returns its fields, decoded, in their order.
    ///
    /// # Errors
    /// 400 if there are more than 1000 fields, 413, 415 if the body is JSON, or [`Error::Invalid`] if the fields are not valid UTF-8.
    pub async fn form_fields(&mut self) -> Result<Vec<(String, String)>, Error> {
        let bytes = self.read_form().await?;
        let text = self.form_text(&bytes)?;
        let fields = query_pairs(Some(text)).map(|(name, value)| {
            let (name, value) = (form_decoded(name).ok()?, form_decoded(value).ok()?);
            Some((name.into_owned(), value.into_owned()))
        });
        fields.collect::<Option<_>>().ok_or_else(|| self.invalid_body("form fields are not valid UTF-8"))
    }

    /// Records a violation of a field, by its name.
    pub fn reject_field(&mut self, name: &str, detail: &str) -> Error {
        self.invalid_field(name, detail)
    }

    /// Validates a value that was made from the body, and decodes it.
    ///
    /// # Errors
    /// [`Error::Invalid`] if its schema does not allow it.
    pub fn decode<T: DeserializeOwned>(&mut self, schema: &Schema, value: Value) -> Result<T, Error> {
        self.checked_with_serde(schema, value)
    }

    /// Keeps the fields of a form, so that the renderer of a problem can show them again:
    /// [`ProblemView::form`](crate::ProblemView::form).
    pub fn set_sent_form(&mut self, fields: Vec<(String, String)>) {
        self.sent_form = Some(fields);
    }
}
