//! Headers of requests that other parts of the document describe.

/// Headers whose parameters "shall be ignored" (Parameter Object), and the parts of the document that describe them.
const DESCRIBED: &[(&str, &str)] = &[
    ("accept", "the media types of `responses` describe it"),
    ("content-type", "the media types of `requestBody` describe it"),
    ("authorization", "`security` describes it"),
];

/// Why parameters for a header have no effect, if they have none.
pub(crate) fn described_header(name: &str) -> Option<&'static str> {
    DESCRIBED.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, described)| *described)
}
