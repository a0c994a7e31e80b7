//! Media types and ranges of them (RFC 9110, section 8.3.1).

/// A media type or a range (`*/*`, `text/*`), with its parameters.
#[derive(Clone, Copy, Debug)]
pub struct MediaType<'a> {
    kind: &'a str,
    subtype: &'a str,
    parameters: &'a str,
}

impl<'a> MediaType<'a> {
    /// Reads a media type as in `Content-Type`, or an element of `Accept`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
        let (kind, subtype) = essence.trim().split_once('/')?;
        (!kind.is_empty() && !subtype.is_empty()).then_some(Self { kind, subtype, parameters })
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

    /// The number of parameters that both have; `None` if one of them has different values. A parameter that only one of them has does not tell
    /// them apart.
    pub fn common_parameters(&self, other: &MediaType<'_>) -> Option<usize> {
        let mut count = 0;
        for (name, value) in self.significant_parameters() {
            let mut others = other.significant_parameters().filter(|(other, _)| other.eq_ignore_ascii_case(name));
            match others.next() {
                Some((_, other)) if other == value => count += 1,
                Some(_) => return None,
                None => {}
            }
        }
        Some(count)
    }

    /// The parameters that tell representations apart: not the encoding of the text, the delimiter of multipart bodies, or a weight.
    fn significant_parameters(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.parameters.split(';').filter_map(|parameter| parameter.split_once('='));
        let pairs = pairs.map(|(name, value)| (name.trim(), value.trim().trim_matches('"')));
        pairs.filter(|(name, _)| !["charset", "boundary", "q"].iter().any(|known| name.eq_ignore_ascii_case(known)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_tell_media_types_apart() {
        for (one, other, common) in [
            ("a/b; version=1", "a/b;Version=\"1\"", Some(1)),
            ("a/b; version=1", "a/b; version=2", None),
            ("a/b; version=1; kind=x", "a/b; version=1", Some(1)),
            ("a/b; version=1", "a/b", Some(0)),
            ("a/b; charset=utf-8", "a/b; charset=latin1", Some(0)),
            ("a/b; q=0.1", "a/b; q=0.2", Some(0)),
        ] {
            let (one, other) = (MediaType::parse(one).unwrap(), MediaType::parse(other).unwrap());
            assert_eq!(one.common_parameters(&other), common, "{one:?} {other:?}");
        }
    }
}
