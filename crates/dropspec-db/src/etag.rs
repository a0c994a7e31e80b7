//! Entity tags of rows (RFC 9110, section 8.8.3).

use dropspec_http::{Tag, Tags};
use dropspec_schema::encode::Encode;
use twox_hash::XxHash3_64;

/// The entity tag of a version of a row, in the representation of a media type: `"3"` as JSON, `"3-csv"` as `text/csv`.
///
/// It is strong: it identifies the bytes, so each representation has its own.
#[must_use]
pub fn etag(version: i64, media_type: &str) -> String {
    match media_type {
        "application/json" => format!("\"{version}\""),
        other => format!("\"{version}-{}\"", other.rsplit('/').next().unwrap_or(other)),
    }
}

/// The tag of a row that embeds rows of other tables, whose versions are not its own.
pub(super) fn with_content(etag: &str, record: &impl Encode) -> String {
    let mut content = Vec::with_capacity(512);
    record.encode(&mut content);
    format!("{}-{:016x}\"", etag.trim_end_matches('"'), XxHash3_64::oneshot(&content))
}

/// Whether one of the tags is a strong one of a version, in any representation: a change does not depend on the representation that the
/// client has read.
pub(super) fn have_version(tags: &Tags<'_>, expected: i64) -> bool {
    tags.any(|tag| version(tag) == Some(expected))
}

/// The version of a row that a tag has, if it is a strong tag of one.
pub(super) fn version(tag: &Tag<'_>) -> Option<i64> {
    let number = tag.opaque.split_once('-').map_or(tag.opaque, |(number, _)| number);
    // `+3` and `03` are numbers, but not tags of a row.
    number.parse().ok().filter(|version: &i64| !tag.is_weak && version.to_string() == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_representation_has_its_own_tag() {
        assert_eq!(etag(3, "application/json"), "\"3\"");
        assert_eq!(etag(3, "text/csv"), "\"3-csv\"");
        assert_eq!(etag(3, "text/html"), "\"3-html\"");
    }

    #[test]
    fn a_version_is_compared_strongly_and_in_any_representation() {
        let tags = Tags::parse("\"2\", W/\"3\", \"5-csv\", \"07\", \"+8\", \"x\"").unwrap();
        let had: Vec<i64> = (0..10).filter(|version| have_version(&tags, *version)).collect();
        assert_eq!(had, [2, 5]);
    }
}
