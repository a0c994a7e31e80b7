//! The conditions that a request makes on a row (RFC 9110, section 13), so that no change is lost and nothing is sent in vain.

use http::StatusCode;

use super::etag::{Tags, etag};
use super::record::Versions;
use super::table::Table;
use super::undone::Refused;

/// The media type whose tag a refusal tells: what changes rows answers JSON.
const JSON: &str = "application/json";

/// The headers of a request that changes a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditions<'h> {
    /// `If-Match`.
    pub if_match: Option<&'h str>,
    /// `If-None-Match`.
    pub if_none_match: Option<&'h str>,
    /// Whether a request without `If-Match` is refused by 428 (RFC 6585, section 3). A document says so by describing the response 428
    /// of an operation, and `If-Match` as a parameter that is not required.
    pub demanded: bool,
}

/// The same, understood.
#[derive(Clone, Debug)]
pub(super) struct Wanted<'h> {
    matching: Option<Tags<'h>>,
    others: Option<Tags<'h>>,
}

impl<'h> Conditions<'h> {
    pub(super) fn read(&self, table: &Table) -> Result<Wanted<'h>, Refused> {
        if self.demanded && self.if_match.is_none() {
            let noun = table.noun();
            let detail = format!("send the ETag of the {noun} in If-Match, so that no change of somebody else is lost");
            return Err(Refused::new(StatusCode::PRECONDITION_REQUIRED, detail));
        }
        Ok(Wanted { matching: tags("If-Match", self.if_match)?, others: tags("If-None-Match", self.if_none_match)? })
    }
}

/// Reads the tags of a header.
///
/// # Errors
/// 400 when they are none.
pub(super) fn tags<'h>(name: &str, header: Option<&'h str>) -> Result<Option<Tags<'h>>, Refused> {
    header.map(Tags::parse).transpose().map_err(|error| Refused::header(name, &error.to_string()))
}

impl Wanted<'_> {
    /// The versions that may be changed, where no more than the headers has to be known: without a condition all, and one where
    /// there is one tag, which is what nearly all requests have.
    pub(super) fn versions(&self) -> Option<Versions> {
        match (&self.matching, &self.others) {
            (None | Some(Tags::Any), None) => Some(Versions::ANY),
            (Some(Tags::Some(tags)), None) => match tags[..] {
                [tag] => tag.version().map(Versions::only),
                _ => None,
            },
            _ => None,
        }
    }

    /// Refuses a row by its version.
    pub(super) fn check(&self, table: &Table, version: i64) -> Result<(), Refused> {
        if self.matching.as_ref().is_some_and(|tags| !tags.have_version(version)) {
            return Err(changed(table, version, "is none that If-Match names"));
        }
        if self.others.as_ref().is_some_and(|tags| tags.have(&etag(version, JSON))) {
            return Err(changed(table, version, "If-None-Match rules out"));
        }
        Ok(())
    }

    /// The refusal of a row that has been changed since it was looked at.
    pub(super) fn overtaken(&self, table: &Table, version: i64) -> Refused {
        self.check(table, version).err().unwrap_or_else(|| changed(table, version, "is a moment old"))
    }
}

/// 412, with the tag of the row as it is.
fn changed(table: &Table, version: i64, why: &str) -> Refused {
    let etag = etag(version, JSON);
    let detail = format!("the ETag of the {} is {etag} now, which {why}", table.noun());
    Refused { etag: Some(etag), ..Refused::new(StatusCode::PRECONDITION_FAILED, detail) }
}
