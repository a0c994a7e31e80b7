//! Content negotiation (RFC 9110, section 12.5.1).

use http::{HeaderMap, header};

/// Whether one of the media types that an operation can answer is acceptable to the client.
pub(crate) fn acceptable(headers: &HeaderMap, offers: &[&str]) -> bool {
    let mut ranges = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    if offers.is_empty() || ranges.peek().is_none() {
        return true;
    }
    let ranges: Vec<Range<'_>> = ranges.flat_map(|value| value.split(',')).filter_map(Range::parse).collect();
    ranges.is_empty() || offers.iter().any(|offer| quality(&ranges, offer) > 0.0)
}

/// The weight of the most specific range that fits.
fn quality(ranges: &[Range<'_>], offer: &str) -> f32 {
    let fitting = ranges.iter().filter(|range| range.fits(offer));
    fitting.max_by_key(|range| range.specificity()).map_or(0.0, |range| range.quality)
}

/// One element of `Accept`. Parameters other than `q` are passed over.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    quality: f32,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality = quality.map_or(Some(1.0), |quality| quality.parse().ok())?;
        Some(Self { kind, subtype, quality })
    }

    fn fits(&self, offer: &str) -> bool {
        offer.split_once('/').is_some_and(|(kind, subtype)| {
            (self.kind == "*" || self.kind.eq_ignore_ascii_case(kind))
                && (self.subtype == "*" || self.subtype.eq_ignore_ascii_case(subtype))
        })
    }

    fn specificity(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.subtype != "*")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(accept: &str) -> bool {
        let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
        acceptable(&headers, &["application/json"])
    }

    #[test]
    fn the_most_specific_range_decides() {
        assert!(acceptable(&HeaderMap::new(), &["application/json"]));
        for accept in
            ["application/json", "*/*", "text/html, application/*;q=0.1", "Application/JSON; charset=utf-8", ""]
        {
            assert!(accepts(accept), "{accept}");
        }
        for accept in
            ["text/html", "application/json;q=0", "*/*, application/json;q=0", "application/xml;q=0.9, text/*"]
        {
            assert!(!accepts(accept), "{accept}");
        }
    }
}
