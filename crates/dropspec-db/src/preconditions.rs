//! Preconditions of requests (RFC 9110, section 13), which prevent lost updates.

use dropspec_http::Tags;
use http::StatusCode;

use super::entity::ExpectedVersion;
use super::error::Rejection;
use super::etag::{etag, have_version, version};
use super::table::Table;

/// The media type of the entity tag in a rejection: operations that change rows respond with JSON.
const JSON: &str = "application/json";

/// The conditional headers of a request that changes a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preconditions<'h> {
    /// `If-Match`.
    pub if_match: Option<&'h str>,
    /// `If-None-Match`.
    pub if_none_match: Option<&'h str>,
    /// Whether a request without `If-Match` is rejected with 428 (RFC 6585, section 3). A document requires it by declaring the response
    /// 428, with `If-Match` as an optional parameter.
    pub required: bool,
}

/// Parsed preconditions.
#[derive(Clone, Debug)]
pub(super) struct ParsedPreconditions<'h> {
    matching: Option<Tags<'h>>,
    others: Option<Tags<'h>>,
}

impl<'h> Preconditions<'h> {
    pub(super) fn parse(&self, table: &Table) -> Result<ParsedPreconditions<'h>, Rejection> {
        if self.required && self.if_match.is_none() {
            let noun = table.noun();
            let detail = format!("If-Match is required: send the ETag of the {noun}");
            return Err(Rejection::new(StatusCode::PRECONDITION_REQUIRED, detail));
        }
        Ok(ParsedPreconditions {
            matching: tags("If-Match", self.if_match)?,
            others: tags("If-None-Match", self.if_none_match)?,
        })
    }
}

/// Parses the entity tags of a header.
///
/// # Errors
/// 400 when they are malformed.
pub(super) fn tags<'h>(name: &str, header: Option<&'h str>) -> Result<Option<Tags<'h>>, Rejection> {
    header.map(Tags::parse).transpose().map_err(|error| Rejection::header(name, &error.to_string()))
}

impl ParsedPreconditions<'_> {
    /// The expected version, if the headers alone determine it: any without a precondition, or that of a single tag, as nearly all
    /// requests have.
    pub(super) fn expected_version(&self) -> Option<ExpectedVersion> {
        match (&self.matching, &self.others) {
            (None | Some(Tags::Any), None) => Some(ExpectedVersion::Any),
            (Some(Tags::Some(tags)), None) => match tags[..] {
                [tag] => version(&tag).map(ExpectedVersion::Exact),
                _ => None,
            },
            _ => None,
        }
    }

    /// Checks the preconditions against the version of a row.
    pub(super) fn check(&self, current: i64) -> Result<(), Rejection> {
        if self.matching.as_ref().is_some_and(|tags| !have_version(tags, current)) {
            return Err(failed(current, "If-Match"));
        }
        if self.others.as_ref().is_some_and(|tags| tags.have(&etag(current, JSON))) {
            return Err(failed(current, "If-None-Match"));
        }
        Ok(())
    }

    /// The rejection of a change that lost against a concurrent one.
    pub(super) fn failed(&self, version: i64) -> Rejection {
        self.check(version).err().unwrap_or_else(|| failed(version, "If-Match"))
    }
}

/// 412, with the current entity tag of the row.
fn failed(version: i64, header: &str) -> Rejection {
    let etag = etag(version, JSON);
    let detail = format!("{header} failed: the current ETag is {etag}");
    Rejection { etag: Some(etag), ..Rejection::new(StatusCode::PRECONDITION_FAILED, detail) }
}
