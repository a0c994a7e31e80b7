//! Values that the server makes for new and changed rows.

use chrono::{DateTime, SecondsFormat, Utc};
use dropspec_http::RequestScope;

/// The current time as a timestamp column returns it: in UTC, and to the microsecond.
#[must_use]
pub fn now() -> String {
    let now = Utc::now();
    let stored = DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now);
    stored.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The identity that the credentials of the current request name; `None` if it has none, and outside of requests.
#[must_use]
pub fn caller() -> Option<String> {
    RequestScope::current()?.caller().map(str::to_owned)
}
