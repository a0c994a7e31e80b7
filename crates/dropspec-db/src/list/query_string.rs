//! Query strings of lists.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters that are percent-encoded in a query: all but the unreserved ones (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The query string of a reference to a list.
#[derive(Clone, Debug, Default)]
pub struct QueryString(String);

impl QueryString {
    /// Appends a parameter. The commas between its values are not encoded, and those within them are.
    pub fn push<T: fmt::Display>(&mut self, name: &str, values: impl IntoIterator<Item = T>) {
        self.0.push(if self.0.is_empty() { '?' } else { '&' });
        self.0.extend(utf8_percent_encode(name, RESERVED));
        self.0.push('=');
        for (index, value) in values.into_iter().enumerate() {
            self.0.push_str(if index == 0 { "" } else { "," });
            self.0.extend(utf8_percent_encode(&value.to_string(), RESERVED));
        }
    }

    /// Appends a parameter if it has a value.
    pub fn push_some<T: fmt::Display>(&mut self, name: &str, value: Option<T>) {
        if value.is_some() {
            self.push(name, value);
        }
    }

    /// The query string as a reference that keeps the path. Without parameters it is `?`, since an empty reference would keep the query.
    #[must_use]
    pub fn into_reference(self) -> String {
        if self.0.is_empty() { "?".to_owned() } else { self.0 }
    }
}
