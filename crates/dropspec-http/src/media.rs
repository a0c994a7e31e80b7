//! Media types and ranges of them (RFC 9110, section 8.3.1).

/// A media type without its parameters, or a range: `*/*`, `text/*`.
#[derive(Clone, Copy, Debug)]
pub struct MediaType<'a> {
    kind: &'a str,
    subtype: &'a str,
}

impl<'a> MediaType<'a> {
    /// Takes the first part of a text, up to its parameters.
    pub fn parse(text: &'a str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim();
        let (kind, subtype) = essence.split_once('/')?;
        (!kind.is_empty() && !subtype.is_empty()).then_some(Self { kind, subtype })
    }

    /// Whether another is this one, or within this range.
    pub fn covers(&self, other: &MediaType<'_>) -> bool {
        (self.kind == "*" || self.kind.eq_ignore_ascii_case(other.kind))
            && (self.subtype == "*" || self.subtype.eq_ignore_ascii_case(other.subtype))
    }

    /// Whether there is a media type within both ranges.
    pub fn meets(&self, other: &MediaType<'_>) -> bool {
        let alike = |one: &str, other: &str| one == "*" || other == "*" || one.eq_ignore_ascii_case(other);
        alike(self.kind, other.kind) && alike(self.subtype, other.subtype)
    }

    /// Whether it is JSON, or built on it (RFC 6839, section 3.1).
    pub fn is_json(&self) -> bool {
        let json = self.subtype.eq_ignore_ascii_case("json");
        let suffix = self.subtype.len().checked_sub(5).and_then(|at| self.subtype.get(at..));
        (json && self.kind.eq_ignore_ascii_case("application"))
            || suffix.is_some_and(|it| it.eq_ignore_ascii_case("+json"))
    }

    /// 0 for `*/*`, 1 for a range, 2 for a media type.
    pub fn specificity(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.subtype != "*")
    }
}
